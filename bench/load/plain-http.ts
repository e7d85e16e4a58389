import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What the generator must know of an answer. */
export interface Plain {
  status: number
  body: string
}

const HEAD_END = '\r\n\r\n'

/**
 * One keep-alive connection that sends one request at a time, as bytes. A generator must cost less than what it
 * measures: `node:http` spends more on a request than the hub does. It reads answers with a Content-Length, which all
 * of the hub's have.
 */
export class PlainHttp {
  readonly #url: URL
  #socket: Socket | undefined
  #text = ''
  #settle: { resolve(answer: Plain): void; reject(error: Error): void } | undefined

  constructor(url: string) {
    this.#url = new URL(url)
  }

  /** Connects when there is no connection, as at first and after the hub has closed an idle one. */
  async open(): Promise<Socket> {
    const socket = connect(Number(this.#url.port), this.#url.hostname)
    await once(socket, 'connect')
    socket.setNoDelay(true)
    // Bytes and characters are the same only in this encoding, so that lengths can be compared.
    socket.setEncoding('latin1')
    socket.on('data', chunk => this.#read(String(chunk)))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#socket = undefined
      this.#settle?.reject(new Error('the connection was closed'))
    })
    this.#socket = socket
    return socket
  }

  async post(path: string, body: string, credential: string): Promise<Plain> {
    const socket = this.#socket ?? (await this.open())
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${this.#url.host}\r\nContent-Type: application/json\r\n` +
          `Authorization: Bearer ${credential}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      )
    })
  }

  close(): void {
    this.#settle = undefined
    this.#socket?.destroy()
  }

  #read(chunk: string): void {
    this.#text += chunk
    const headEnd = this.#text.indexOf(HEAD_END)
    if (headEnd < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#text)?.[1])
    const end = headEnd + HEAD_END.length + length
    if (this.#text.length < end) return
    const body = Buffer.from(this.#text.slice(headEnd + HEAD_END.length, end), 'latin1').toString('utf8')
    const status = Number(this.#text.slice(9, 12))
    this.#text = this.#text.slice(end)
    this.#settle?.resolve({ status, body })
  }
}
