import { isDeepStrictEqual } from 'node:util'
import type { Envelope, FrameMessage, Refused, ResumeAnswer, StreamName } from '@pingting/contract'
import { type Keeper, keepRoom } from '../../../hall-display/src/hub/keeper.ts'
import type { Held } from '../../../hall-display/src/hub/place.ts'
import { Listener, until } from '../room.ts'

const SETTLE_TIMEOUT_MS = 5_000

/** A screen without glass: the faces' own folding, over a socket that comes back by itself. */
export class Face {
  readonly #listener: Listener
  readonly #keeper: Keeper
  held: Held | undefined
  /** How often it was connected. */
  connections = 0

  constructor(url: string, stream: StreamName, audience: string) {
    this.#listener = new Listener(url, { reconnects: true })
    const { socket } = this.#listener
    this.#keeper = keepRoom(stream, audience, {
      ask: request => this.#listener.resume(request) as Promise<ResumeAnswer | Refused>,
      changed: held => {
        this.held = held
      },
      refused: ({ code }) => {
        throw new Error(`${stream}/${audience} was refused: ${code}`)
      },
      afterPause: step => void setTimeout(step, 20),
    })
    socket.on('event', (envelope: Envelope) => this.#keeper.envelope(envelope))
    socket.on('frame', (message: FrameMessage) => this.#keeper.frame(message))
    socket.on('connect', () => {
      this.connections += 1
      this.#keeper.resume()
    })
  }

  async shown(): Promise<void> {
    await until('the screen shows something', () => this.held !== undefined)
  }

  /** What it shows otherwise than another one, once nothing is on its way to either. */
  async differencesFrom(other: Face, timeoutMs = SETTLE_TIMEOUT_MS): Promise<string[]> {
    const isSame = () => isDeepStrictEqual(this.held?.screen, other.held?.screen)
    await until('both screens show the same', isSame, timeoutMs).catch(() => undefined)
    return isSame() ? [] : [`${JSON.stringify(this.held)} ≠ ${JSON.stringify(other.held)}`]
  }

  close(): void {
    this.#listener.close()
  }
}
