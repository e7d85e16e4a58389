/** Ten frames come a second and few move a chart: one whose figures are the same is not drawn again. */
export const sameFigures = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other)
