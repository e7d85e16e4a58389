import { type Actor, type Command, isRefusal, type StreamName } from '@pingting/contract'
import type { States } from '../../domain.ts'
import type { atStart, Crossing } from '../../reactions.ts'
import { idOf } from '../ids.ts'
import type { Outcome } from '../pending.ts'
import type { Logger } from '../process/log.ts'
import type { Fault } from './fault.ts'
import { idIn } from './kinds.ts'

export interface CrossingPorts {
  log: Logger
  fault: Fault
  lot(lotId: string): Parameters<typeof atStart>[0] | undefined
  halls(): readonly { id: string; state: States['hall'] }[]
  isKnown(name: StreamName): boolean
  deliver(name: StreamName, command: Command, actor: Actor): Promise<Outcome>
}

/** What one stream makes another do, and what time makes each do: commands of the hub's own. */
export class Crossings {
  readonly #ports: CrossingPorts

  constructor(ports: CrossingPorts) {
    this.#ports = ports
  }

  /** From a lot to its halls: what `asked` finds when it is shown the lot and their exemptions. */
  cross(name: StreamName, asked: (...[lot, halls]: Parameters<typeof atStart>) => readonly Crossing[]): void {
    const lotId = idIn(name)
    const lot = this.#ports.lot(lotId)
    if (lot === undefined) return
    const halls = this.#ports.halls().filter(({ state }) => state.halls.hall?.lotIds.includes(lotId) === true)
    const claims = halls.map(({ id, state }) => ({ hallId: id, exemptions: state.exemptions }))
    for (const crossing of asked(lot, claims)) {
      this.#ports.fault('c15')
      this.send(`hall:${crossing.hallId}`, crossing, 'reaction')
    }
  }

  /** A command of our own; its id is made from its reason, so that repeating it is safe. */
  send(name: StreamName, due: { key: string; command: { type: string } }, part: 'clock' | 'reaction'): void {
    if (!this.#ports.isKnown(name)) return
    const command = { ...due.command, commandId: idOf(name, part, due.key) } as Command
    void this.#ports.deliver(name, command, { kind: 'system', part }).then(outcome => {
      if (isRefusal(outcome))
        this.#ports.log.debug({ stream: name, type: command.type, code: outcome.refused }, 'a reaction was refused')
    })
  }
}
