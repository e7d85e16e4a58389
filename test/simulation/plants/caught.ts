export const CAUGHT: Readonly<Record<string, number>> = {}
