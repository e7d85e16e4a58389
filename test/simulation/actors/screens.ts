import type { Envelope, ResumeAnswer, StreamName } from '@pingting/contract'
import { type Keeper, keepRoom } from '../../../hall-display/src/hub/keeper.ts'
import type { Held } from '../../../hall-display/src/hub/place.ts'
import { delayMs, Line } from '../doubles/wire.ts'
import type { Town } from './town.ts'

const TIMEOUT_MS = 6_000
const RECONNECT_MIN_MS = 300
const RECONNECT_MAX_MS = 2_000

/** One face that looks into one room: the product's keeper and fold, over a line that breaks. */
export class Face {
  readonly stream: StreamName
  readonly audience: string
  held: Held | undefined
  line: Line | undefined
  readonly #town: Town
  readonly #keeper: Keeper

  constructor(town: Town, stream: StreamName, audience: string) {
    this.stream = stream
    this.audience = audience
    this.#town = town
    const { clock, world, faults } = town.site
    this.#keeper = keepRoom(stream, audience, {
      ask: request => this.#ask(request),
      changed: held => {
        this.held = held
      },
      refused: refused => town.site.witness.see(`I-16 ${stream}/${audience} was refused: ${refused.code}`),
      afterPause: step => void clock.after(world, faults.random.between(400, 2_000), step),
    })
    this.#connect()
  }

  #connect(): void {
    const { clock, world, faults } = this.#town.site
    const hub = this.#town.choose()
    if (hub === undefined) {
      clock.after(world, faults.random.between(RECONNECT_MIN_MS, RECONNECT_MAX_MS), () => this.#connect())
      return
    }
    this.line = new Line(this.#town.site, world, hub, () => this.#connect())
    this.#keeper.resume()
  }

  #ask(request: Parameters<Parameters<typeof keepRoom>[2]['ask']>[0]): Promise<ResumeAnswer> {
    const { clock, world } = this.#town.site
    const { line } = this
    return new Promise((resolve, reject) => {
      clock.after(world, TIMEOUT_MS, () => reject(new Error('no answer')))
      clock.after(world, delayMs(this.#town.site), () => {
        if (!line?.open) return
        line.hub
          .resume(request, line, (envelope: Envelope) => this.#keeper.envelope(envelope))
          .then(answer => line.push(() => resolve(answer)), reject)
      })
    })
  }
}
