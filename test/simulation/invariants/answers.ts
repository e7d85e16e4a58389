import type { Command } from '@pingting/contract'
import { bodyText } from '../../../server/src/hub/journal/canonical.ts'
import { STRANGER } from '../actors/hall-card.ts'
import type { Invariant } from '../evidence.ts'

/** Commands that are accepted only with events: an answer without a commit is a promise nobody kept. */
const ALWAYS_CHANGES = /^(ticket|counter|evaluation|hall)/
/** It says nothing about the command, only about the moment. */
const SAYS_NOTHING = 'hub.unavailable'

/** Said again and again, mostly to no change: what changed nothing settles its id in the owner's memory only (JR3). */
const ONLY_REMEMBERED = 'lot.link'

/** I-1: what was acknowledged is in the journal, once, at the place the answer named. */
export const acknowledged: Invariant = ({ witness, store }) =>
  witness.heard.flatMap(({ stream, command, answer, durable }) => {
    if (!answer.ok) return []
    const commit = store.find(stream, command.commandId)
    const about = `${command.type} ${command.commandId}`
    if (commit === undefined || !durable) {
      const changes = ALWAYS_CHANGES.test(command.type) || answer.events.length > 0
      return changes ? [`I-1 ${about} was acknowledged and ${commit ? 'durable only later' : 'is in no journal'}`] : []
    }
    const isRemembered = command.type === ONLY_REMEMBERED && answer.events.length === 0 && answer.seq < commit.seq
    return commit.seq === answer.seq || isRemembered
      ? []
      : [`I-15 ${about} was answered with ${answer.seq}, and stands at ${commit.seq}`]
  })

/** I-15: same id and body, same answer and one effect; the same id with another body is refused. */
export const repeats: Invariant = ({ witness, store }) => {
  const accepted = new Map<string, string>()
  const found: string[] = []
  for (const { command, answer, durable } of witness.heard) {
    const about = `${command.type} ${command.commandId}`
    if (!answer.ok && answer.code === 'command.id-reused') {
      if (witness.bodies.get(command.commandId)!.size === 1)
        found.push(`I-15 ${about} was told that its id had another body, and it never had`)
    } else if (!answer.ok && durable && answer.code !== SAYS_NOTHING)
      found.push(`I-15 ${about} was refused with ${answer.code} after it had been accepted`)
    if (!answer.ok || !durable) continue
    const body = bodyText(command)
    const before = accepted.get(command.commandId)
    if (before !== undefined && before !== body) found.push(`I-15 ${about} was accepted with two bodies`)
    accepted.set(command.commandId, body)
  }
  for (const wish of witness.wishes) {
    const effects = [...wish].filter(id => store.find('hall:h1', id) !== undefined)
    if (effects.length > 1) found.push(`I-15 one wish had ${effects.length} effects: ${effects.join(' ')}`)
  }
  return found
}

/** I-10: who may not is refused; nobody of the staff rates for a visitor. */
export const strangers: Invariant = ({ witness }) =>
  witness.heard.flatMap(({ actor, command, answer }) => {
    if (!answer.ok || actor.kind !== 'staff') return []
    const isStranger = actor === STRANGER
    return isStranger || rates(command) ? [`I-10 ${command.type} was taken from ${actor.staffId}`] : []
  })

const rates = ({ type }: Command): boolean => type === 'evaluation.submit'

/** I-5: only the bridge of the last lease speaks for the lot. */
export const leases: Invariant = ({ witness, lot }) => {
  const inOffice: number[] = [0]
  for (const { seq, events } of lot) {
    const lease = events.find(event => event.type === 'lot.leased')
    inOffice[seq] = lease?.bridgeEpoch ?? inOffice[seq - 1] ?? 0
  }
  return witness.heard.flatMap(({ command, answer, durable }) => {
    if (!answer.ok || !durable || command.type !== 'lot.report') return []
    // Undefined for what was reported after the journal was read for this.
    const holder = inOffice[answer.seq] ?? command.bridgeEpoch
    return holder === command.bridgeEpoch
      ? []
      : [`I-5 bridge ${command.bridgeEpoch} reported while ${holder} had the lot`]
  })
}
