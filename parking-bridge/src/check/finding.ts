/** One line of the report: both sentences, and what a technician can do about it. */
export interface Finding {
  level: 'good' | 'note' | 'fault'
  zh: string
  en: string
  /** What there is instead, told below the sentences. */
  list?: readonly string[]
}

export const good = (zh: string, en: string): Finding => ({ level: 'good', zh, en })
export const note = (zh: string, en: string): Finding => ({ level: 'note', zh, en })
export const fault = (zh: string, en: string, list?: readonly string[]): Finding => ({
  level: 'fault',
  zh,
  en,
  ...(list === undefined ? {} : { list }),
})

const MARKS = { good: '✓', note: '!', fault: '✗' }
export const lineOf = ({ level, zh, en, list = [] }: Finding): string =>
  [`${MARKS[level]} ${zh}`, `  ${en}`, ...list.map(name => `    ${name}`)].join('\n')
