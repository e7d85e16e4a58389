import { parse, v5 } from 'uuid'

/** The name space of ids Pingting makes; fixed for ever, as ids at the gate depend on it. */
const NAMESPACE = parse('5a3f5c0e-7d0b-4d0f-9a52-6d1f0c9b8e11')

/** The same words always make the same id, in every process and after every restart. */
export const idOf = (...words: (string | number)[]): string => v5(Buffer.from(words.join('|')), NAMESPACE)

export const exemptionIdOf = (evaluationId: string, lotId: string, revision: number): string =>
  idOf('exemption', evaluationId, lotId, revision)

export const visitIdOf = (hallId: string, ticketId: string): string => idOf('visit', hallId, ticketId)
