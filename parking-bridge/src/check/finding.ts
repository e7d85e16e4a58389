/** One line of the report: both sentences, and what a technician can do about it. */
export interface Finding {
  level: 'good' | 'note' | 'fault'
  zh: string
  en: string
}

export const good = (zh: string, en: string): Finding => ({ level: 'good', zh, en })
export const note = (zh: string, en: string): Finding => ({ level: 'note', zh, en })
export const fault = (zh: string, en: string): Finding => ({ level: 'fault', zh, en })

const MARKS = { good: '✓', note: '!', fault: '✗' }
export const lineOf = ({ level, zh, en }: Finding): string => `${MARKS[level]} ${zh}\n  ${en}`
