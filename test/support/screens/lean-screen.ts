import type { Envelope, FrameMessage, ResumeAnswer, StreamName } from '@pingting/contract'
import { type Keeper, keepRoom } from '../../../hall-display/src/hub/keeper.ts'
import type { Held } from '../../../hall-display/src/hub/place.ts'
import { LeanSocket } from './lean-socket.ts'

/** The faces' own keeping of a room over a lean socket, with a record of every envelope it took in. */
export class LeanScreen {
  /** The seq of every envelope that was folded in, in the order it was. */
  readonly folded: number[] = []
  /** Places at which a snapshot took the place of what was held; the first is where it began. */
  readonly snapshots: number[] = []
  held: Held | undefined
  readonly #keeper: Keeper
  readonly #socket: LeanSocket
  #answer: ResumeAnswer | undefined

  constructor(url: string, stream: StreamName, audience: string, comeBackMs: number) {
    this.#keeper = keepRoom(stream, audience, {
      ask: async request => {
        const answer = await this.#socket.resume(request)
        this.#answer = answer
        return answer
      },
      changed: held => this.#changed(held),
      refused: ({ code }) => {
        throw new Error(`${stream}/${audience} was refused: ${code}`)
      },
      afterPause: step => void setTimeout(step, 20),
    })
    this.#socket = new LeanSocket(
      url,
      { opened: () => this.#keeper.resume(), heard: text => this.#heard(text) },
      { reconnectionDelay: comeBackMs, reconnectionDelayMax: comeBackMs },
    )
  }

  #heard(text: string): void {
    const [name, message] = JSON.parse(text) as [string, unknown]
    if (name === 'event') this.#keeper.envelope(message as Envelope)
    else if (name === 'frame') this.#keeper.frame(message as FrameMessage)
  }

  /** Told after each step: what came by an answer is written down by the answer, the rest by its place. */
  #changed(held: Held): void {
    const answer = this.#answer
    this.#answer = undefined
    const before = this.held?.seq ?? 0
    if (answer?.snapshot !== undefined) this.snapshots.push(answer.seq)
    else if (answer?.envelopes !== undefined)
      this.folded.push(...answer.envelopes.map(({ seq }) => seq).filter(seq => seq > before))
    else if (held.seq !== before) this.folded.push(held.seq)
    this.held = held
  }

  /** The network takes the connection away; it comes back by itself. */
  destroy(): void {
    this.#socket.destroy()
  }

  close(): void {
    this.#socket.close()
  }
}
