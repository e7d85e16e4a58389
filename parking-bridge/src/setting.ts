/** What a person can mend in the settings, told in his sentence and with no trace. */
export class ConfigurationError extends Error {}

/** Why a setting will not do: it names the part that is wrong, and shows no value. */
export class Wrong {
  readonly why: string
  constructor(zh: string, en: string) {
    this.why = `${zh} / ${en}`
  }
}

/** @returns a parser that says why, where `parse` only says that it cannot be. */
export const because =
  <T>(parse: (text: string) => T | undefined, zh: string, en: string) =>
  (text: string): T | Wrong =>
    parse(text) ?? new Wrong(zh, en)

/** `ENOENT` and its like. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)
