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
  readonly #socket: Socket
  readonly #head: string
  #text = ''
  #settle: { resolve(answer: Plain): void; reject(error: Error): void } | undefined

  private constructor(socket: Socket, host: string) {
    this.#socket = socket
    this.#head = `HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`
    socket.setNoDelay(true)
    // Bytes and characters are the same only in this encoding, so that lengths can be compared.
    socket.setEncoding('latin1')
    socket.on('data', chunk => this.#read(String(chunk)))
    socket.on('close', () => this.#settle?.reject(new Error('the connection was closed')))
    socket.on('error', error => this.#settle?.reject(error))
  }

  static open(url: string): Promise<PlainHttp> {
    const { hostname, port, host } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new PlainHttp(socket, host)))
      socket.once('error', reject)
    })
  }

  post(path: string, body: string, credential: string): Promise<Plain> {
    const length = Buffer.byteLength(body)
    this.#socket.write(
      `POST ${path} ${this.#head}Authorization: Bearer ${credential}\r\nContent-Length: ${length}\r\n\r\n${body}`,
    )
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
  }

  close(): void {
    this.#settle = undefined
    this.#socket.destroy()
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
