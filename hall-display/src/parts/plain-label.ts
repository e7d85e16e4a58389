/** Only a number or a letter: such a label is spoken of as a counter; anything longer says itself. */
export const isPlainLabel = (label: string): boolean => /^[A-Za-z]?\d{1,3}$/.test(label)
