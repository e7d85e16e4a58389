import { isRefusal, type StreamName } from '@pingting/contract'
import type { ExemptionStore } from '../../exemptions/store.ts'
import type { Hub } from '../dispatch.ts'
import { idOf } from '../ids.ts'
import type { Logger } from '../process/log.ts'
import { areTooMany, MENDED_MAX, mendingsOf, type Pass, phantomsOf } from './mending.ts'
import { SYSTEM } from './passes/send.ts'

export interface MenderPorts {
  hub: Pick<Hub, 'stream' | 'states' | 'submit'>
  exemptions: Pick<ExemptionStore, 'known'>
  log: Logger
}

/** What the hub does by itself about what a pass has found. A refusal is no fault: the next pass sees what came of it. */
export class Mender {
  readonly #ports: MenderPorts

  constructor(ports: MenderPorts) {
    this.#ports = ports
  }

  async mend(lotId: string, pass: Pass): Promise<void> {
    const { hub, log } = this.#ports
    const lot = hub.stream('lot', lotId)?.peek()
    // After a restore nothing is repaired or accused before somebody has looked.
    if (lot?.card === undefined || lot.restored !== undefined) return
    const halls = lot.card.hallIds.flatMap(hallId => {
      const exemptions = hub.stream('hall', hallId)?.peek().exemptions
      return exemptions === undefined ? [] : [{ hallId, exemptions }]
    })
    for (const { hallId, command } of mendingsOf(pass, lot.bridgeEpoch, halls)) {
      const name: StreamName = `hall:${hallId}`
      // What may be lost or withheld again is doubted or asked again; what was taken back is taken back once.
      const again = command.type === 'exemption.impound' ? [] : [pass.now]
      const commandId = idOf(name, 'books', JSON.stringify(command), ...again)
      const outcome = await hub.submit(name, { ...command, commandId }, SYSTEM)
      if (command.type === 'exemption.impound' && !isRefusal(outcome) && outcome.commit.events.length > 0)
        log.error({ lotId, exemptionId: command.exemptionId }, 'security incident: granted without an evaluation (B2)')
    }
    if (areTooMany(pass, 'B2'))
      log.error({ lotId, day: pass.day, max: MENDED_MAX }, 'too many grants without an evaluation (B2): look at them')
    // Only where every hall of the lot can be asked is it known that none of them granted.
    if (halls.length === lot.card.hallIds.length) await this.#findPhantoms(lotId, lot.phantoms, pass)
  }

  async #findPhantoms(lotId: string, found: ReadonlyMap<string, unknown>, pass: Pass): Promise<void> {
    const { hub, exemptions, log } = this.#ports
    const suspects = pass.verdicts.flatMap(({ key, heldAt }) => (heldAt === undefined ? [] : key))
    if (suspects.length === 0) return
    const written = new Set(await exemptions.known(suspects))
    const isOfSomeHall = (key: string): boolean =>
      written.has(key) || hub.states('hall').some(({ state }) => state.exemptions.exemptions.has(key))
    const command = phantomsOf(pass, key => found.has(key) || isOfSomeHall(key))
    if (command === undefined) return
    const name: StreamName = `lot:${lotId}`
    const outcome = await hub.submit(
      name,
      { ...command, commandId: idOf(name, 'books', JSON.stringify(command)) },
      SYSTEM,
    )
    const { phantoms, waits = false } = command
    const exemptionIds = phantoms.map(({ exemptionId }) => exemptionId)
    if (!isRefusal(outcome))
      log.error({ lotId, exemptionIds, waits }, 'severity 1: the gate holds what nobody granted (B4)')
  }
}
