import { isDeepStrictEqual } from 'node:util'
import type { Answer, Commit } from '@pingting/contract'
import type { Client } from '../client.ts'
import { ticketsIn } from './stored-journal.ts'

/** A command that was sent, with the answer if one came. */
export interface Sent {
  client: Client
  type: string
  commandId: string
  fields: object
  answer?: { status: number; json: Answer }
  tookMs?: number
}

export const acknowledged = (sent: readonly Sent[]): Sent[] => sent.filter(({ answer }) => answer?.json.ok === true)

/** While a store is away only a true success, a rule, or 503 with the sentence may be told. */
export const falseAnswers = (sent: readonly Sent[]): string[] =>
  sent.flatMap(({ type, answer }) => {
    if (answer === undefined || answer.status < 500) return []
    const { status, json } = answer
    const isSentence = !json.ok && json.code === 'hub.unavailable' && status === 503 && json.zh !== '' && json.en !== ''
    return isSentence ? [] : [`${type} ${status}`]
  })

/** Each command is sent again with its id; what was acknowledged must be told as it was told then. */
export async function repeat(sent: readonly Sent[]): Promise<string[]> {
  const found: string[] = []
  for (const { client, type, fields, commandId, answer } of sent) {
    if (answer !== undefined && answer.status >= 300) continue
    const again = await client.command(type, fields, { commandId })
    if (answer === undefined) continue
    const same = isDeepStrictEqual({ ...answer.json, replayed: true }, again.json)
    if (again.status !== 200 || !same) found.push(`${type}: ${JSON.stringify(answer)} became ${JSON.stringify(again)}`)
  }
  return found
}

/** Acknowledged commands that the journal does not have at the place they were told. */
export function lostIn(commits: readonly Commit[], sent: readonly Sent[]): Sent[] {
  const seqs = new Map(commits.map(({ commandId, seq }) => [commandId, seq]))
  return acknowledged(sent).filter(({ commandId, answer }) => {
    const { seq, events } = answer!.json as Extract<Answer, { ok: true }>
    return events.length > 0 && seqs.get(commandId) !== seq
  })
}

/** What a journal has twice, or out of its order: command ids, seqs, and what may happen to a ticket once. */
export function doubledIn(commits: readonly Commit[]): string[] {
  const ids = commits.map(({ commandId }) => commandId)
  const gaps = commits.filter(({ seq }, index) => seq !== index + 1).map(({ seq }) => `seq ${seq}`)
  const once = ['ticket.taken', 'evaluation.submitted'].flatMap(type =>
    repeated(ticketsIn(commits, type)).map(ticketId => `${type} ${ticketId}`),
  )
  return [...repeated(ids), ...gaps, ...once]
}

/** Each value that stands more than once. */
export const repeated = (values: readonly string[]): string[] =>
  [...Map.groupBy(values, value => value)].filter(([, all]) => all.length > 1).map(([value]) => value)
