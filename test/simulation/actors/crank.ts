import { Client } from './client.ts'
import { clerkOf, operator, STRANGER } from './hall-card.ts'
import type { Face } from './screens.ts'
import { type Town, waitFor } from './town.ts'

const EVERY_MS = 150_000

/** Whoever tries what he may not, and an operator who now and then gives an exemption up. */
export class Crank {
  readonly #town: Town
  readonly #parking: Face | undefined
  readonly #first: Client
  readonly #second: Client

  constructor(town: Town, faces: readonly Face[]) {
    this.#town = town
    this.#parking = faces.find(({ stream, audience }) => stream.startsWith('hall:') && audience === 'parking')
    this.#first = new Client(town, operator('op-1'))
    this.#second = new Client(town, operator('op-2'))
  }

  async wander(): Promise<void> {
    const { random } = this.#town
    while (this.#town.outstanding > 0) {
      await waitFor(this.#town, EVERY_MS * (0.5 + random.next()))
      if (random.chance(0.3)) await this.#writeOff()
      else await this.#trespass()
    }
  }

  async #trespass(): Promise<void> {
    const { random, visits } = this.#town
    const ticketId = [...visits.keys()].at(-1)
    if (random.chance(0.5) || ticketId === undefined)
      await new Client(this.#town, STRANGER).send({ type: 'ticket.callNext', counterId: 'C1' })
    else {
      const said = {
        level: 5 as const,
        tagVersion: 2,
        tagCodes: [] as string[],
        channel: 'phone' as const,
        formOpenMs: 9_000,
      }
      await new Client(this.#town, clerkOf('C1')).send({ type: 'evaluation.submit', ticketId, ...said })
    }
  }

  /** One proposes and would like to approve as well; it takes another one. */
  async #writeOff(): Promise<void> {
    const rows = Object.values(this.#parking?.held?.screen.exemptions ?? {})
    const row = rows.find(({ status }) => status === 'granted' || status === 'confirmed')
    if (row === undefined) return
    const { exemptionId } = row
    await this.#first.send({ type: 'exemption.proposeWriteOff', exemptionId, reason: '车已驶离' })
    await this.#first.send({ type: 'exemption.approveWriteOff', exemptionId })
    if (this.#town.random.chance(0.5)) await this.#second.send({ type: 'exemption.approveWriteOff', exemptionId })
  }
}
