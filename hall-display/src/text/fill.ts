/** What fills the places in a text, such as the 3 of "3 people". */
export type Values = Record<string, string | number>

/** Chinese has no plural, so whatever asks for one is English. */
const plural = new Intl.PluralRules('en')

/**
 * A place nobody filled stays visible, since a hole would read as a fact. `{count|car|cars}` is the first word where the
 * count is one, else the second.
 */
export const fill = (text: string, values: Values = {}): string =>
  text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (hole, name: string, one?: string, many?: string) => {
    if (one === undefined || many === undefined) return String(values[name] ?? hole)
    return plural.select(Number(values[name])) === 'one' ? one : many
  })

/** What the English texts of a part must have: the keys of the Chinese ones, or the build fails. */
export type Shape<T> = { readonly [P in keyof T]: { readonly [K in keyof T[P]]: string } }
