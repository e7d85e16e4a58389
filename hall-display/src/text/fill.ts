/** What fills the places in a text, such as the 3 of "3 people". */
export type Values = Record<string, string | number>

/** A place nobody filled stays visible, since a hole would read as a fact. */
export const fill = (text: string, values: Values = {}): string =>
  text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole))

/** What the English texts of a part must have: the keys of the Chinese ones, or the build fails. */
export type Shape<T> = { readonly [P in keyof T]: { readonly [K in keyof T[P]]: string } }
