import type { ResumeAnswer, ResumeRequest } from '@pingting/contract'
import { Manager, type ManagerOptions } from 'socket.io-client'
import { WebSocket } from 'ws'
import { COME_BACK } from '../../../hall-display/src/hub/keeper.ts'

export interface LeanPorts {
  /** An event or a frame: the JSON array of its name and its message, as text. */
  heard(text: string): void
  /** Connected, and let in. */
  opened(): void
}

/**
 * The few words of Engine.IO 4 and Socket.IO 5 a screen needs: a whole client would cost more than the hub. Comes back
 * by itself until it is closed, after the waits of that client.
 */
export class LeanSocket {
  readonly #url: string
  readonly #ports: LeanPorts
  readonly #backoff: Manager['backoff']
  #socket: WebSocket | undefined
  #acks = new Map<string, (answer: ResumeAnswer) => void>()
  #asked = 0
  #isClosed = false

  constructor(url: string, ports: LeanPorts, comeBack: Partial<ManagerOptions> = COME_BACK) {
    this.#url = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
    this.#ports = ports
    this.#backoff = new Manager(url, { autoConnect: false, ...comeBack })['backoff']
    this.#connect()
  }

  #connect(): void {
    if (this.#isClosed) return
    const socket = new WebSocket(this.#url, { perMessageDeflate: false })
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#acks.clear()
      setTimeout(() => this.#connect(), this.#backoff.duration())
    })
    socket.on('message', data => this.#take(socket, String(data)))
  }

  #take(socket: WebSocket, text: string): void {
    if (text.startsWith('42')) this.#ports.heard(text.slice(2))
    else if (text === '2') socket.send('3')
    else if (text.startsWith('43')) {
      const from = text.indexOf('[')
      const id = text.slice(2, from)
      const [answer] = JSON.parse(text.slice(from)) as [ResumeAnswer]
      this.#acks.get(id)?.(answer)
      this.#acks.delete(id)
    } else if (text.startsWith('0')) {
      this.#backoff.reset()
      socket.send('40')
    } else if (text.startsWith('40')) this.#ports.opened()
  }

  /** Never answers when the connection ends before. */
  resume(request: ResumeRequest): Promise<ResumeAnswer> {
    return new Promise(resolve => {
      this.#asked += 1
      this.#acks.set(String(this.#asked), resolve)
      this.#socket?.send(`42${this.#asked}${JSON.stringify(['resume', request])}`, () => undefined)
    })
  }

  /** The network takes the connection away; nobody says goodbye. */
  destroy(): void {
    this.#socket?.terminate()
  }

  /** Reads nothing any more, and stays. */
  stopReading(): void {
    this.#socket?.pause()
  }

  close(): void {
    this.#isClosed = true
    this.#socket?.terminate()
  }
}
