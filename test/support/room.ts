import type {
  Answer,
  Envelope,
  FrameMessage,
  Refused,
  ResumeAnswer,
  ResumeRequest,
  SignRequest,
} from '@pingting/contract'
import { io, type Socket } from 'socket.io-client'

const ANSWER_TIMEOUT_MS = 10_000
const POLL_MS = 10

export interface RoomSettings {
  /** Exchanged for a one-time ticket at each connection. */
  credential?: string
  /** Shown as it is. */
  ticket?: string
  cookie?: string
  origin?: string
  /** Comes back by itself when the hub is gone for a while. */
  reconnects?: boolean
}

/** @throws with the code when nobody is known by these headers. */
export async function socketTicket(url: string, headers: Record<string, string>): Promise<string> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' }
  const { ticket, code } = (await (await fetch(`${url}/api/socket-tickets`, sent)).json()) as Record<string, string>
  if (ticket === undefined) throw new Error(code)
  return ticket
}

/** One socket to the hub, and everything it heard. */
export class Listener {
  readonly socket: Socket
  readonly credential: string | undefined
  readonly envelopes: Envelope[] = []
  readonly frames: FrameMessage[] = []
  #refuse: (error: Error) => void = () => {}

  constructor(url: string, { credential, cookie, origin, ticket, reconnects = false }: RoomSettings = {}) {
    this.credential = credential
    const extraHeaders = { ...(cookie && { cookie }), ...(origin && { origin }) }
    this.socket = io(url, {
      ...{ transports: ['websocket'], forceNew: true, extraHeaders },
      ...{ reconnection: reconnects, reconnectionDelay: 100, reconnectionDelayMax: 300 },
      auth: (tell: (auth: object) => void) => {
        if (ticket !== undefined) return tell({ ticket })
        if (credential === undefined && cookie === undefined) return tell({})
        const headers = credential === undefined ? extraHeaders : { authorization: `Bearer ${credential}` }
        socketTicket(url, headers).then(
          own => tell({ ticket: own }),
          error => {
            this.#refuse(error)
            // A hub that is going, or coming, is tried again; who was refused is not.
            this.socket.io.engine.close()
          },
        )
      },
    })
    this.socket.on('event', (envelope: Envelope) => this.envelopes.push(envelope))
    this.socket.on('frame', (message: FrameMessage) => this.frames.push(message))
  }

  /** @throws with what the hub said when it did not let the socket in. */
  async opened(): Promise<this> {
    if (this.socket.connected) return this
    await new Promise<void>((resolve, reject) => {
      this.#refuse = reject
      this.socket.once('connect', resolve)
      this.socket.once('connect_error', reject)
    })
    return this
  }

  resume(request: ResumeRequest) {
    const answer = this.socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('resume', request)
    return answer as Promise<ResumeAnswer | Refused>
  }

  /** For who may. @throws with the code when it was refused. */
  async enter(stream: string, audience: string, place: { epoch?: string; seq?: number } = {}): Promise<ResumeAnswer> {
    const answer = await this.resume({ stream, audience, ...place })
    if ('code' in answer) throw new Error(`${stream}/${audience} was refused: ${answer.code}`)
    return answer
  }

  sign(request: SignRequest) {
    const answer = this.socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('sign', request)
    return answer as Promise<{ mac: string } | Refused>
  }

  command(stream: string, type: string, fields: object): Promise<Answer> {
    const command = { commandId: crypto.randomUUID(), type, ...fields }
    return this.socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck('command', { stream, command }) as Promise<Answer>
  }

  close(): void {
    this.socket.disconnect()
  }
}

/** Waits for what is under way. @throws when it did not come in time. */
export async function until(what: string, holds: () => boolean, timeoutMs = 20_000): Promise<void> {
  for (const end = performance.now() + timeoutMs; !holds(); ) {
    if (performance.now() > end) throw new Error(`it never came to: ${what}`)
    await new Promise(resolve => setTimeout(resolve, POLL_MS))
  }
}
