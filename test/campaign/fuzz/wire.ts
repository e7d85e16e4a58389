import { connect, type Socket } from 'node:net'

export interface Told {
  /** Absent when the connection was closed without a word. */
  status?: number
  /** The refusal in the body; an answer without a body, or with another, has none. */
  code?: string
  tookMs: number
  /** Nothing came, and the connection stayed. */
  hung: boolean
}

const GIVE_UP_MS = 20_000

/** One connection that sends bytes as they are and reads one answer; opened anew when it was closed. */
export class Wire {
  readonly #port: number
  #socket: Socket | undefined

  constructor(port: number) {
    this.#port = port
  }

  /** @param isLast ends the sending side, since nobody knows where another request would begin */
  send(bytes: Buffer, { isLast, hasBody }: { isLast: boolean; hasBody: boolean }): Promise<Told> {
    const socket = this.#open()
    const sentMs = performance.now()
    return new Promise(resolve => {
      let text = ''
      const settle = (hung: boolean): void => {
        clearTimeout(limit)
        socket.removeListener('data', take)
        socket.removeListener('close', closed)
        if (isLast || hung) this.close()
        resolve({ tookMs: performance.now() - sentMs, hung, ...answerIn(text) })
      }
      const take = (chunk: Buffer): void => {
        text += chunk.toString('latin1')
        if (!isLast && isWhole(text, hasBody)) settle(false)
      }
      const closed = (): void => settle(false)
      const limit = setTimeout(() => settle(true), GIVE_UP_MS)
      socket.on('data', take)
      socket.once('close', closed)
      if (isLast) socket.end(bytes)
      else socket.write(bytes)
    })
  }

  #open(): Socket {
    if (this.#socket !== undefined && !this.#socket.destroyed && this.#socket.writable) return this.#socket
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.on('error', () => undefined)
    socket.on('end', () => socket.destroy())
    this.#socket = socket
    return socket
  }

  close(): void {
    this.#socket?.resetAndDestroy()
    this.#socket = undefined
  }
}

/** Past what only says that the body may come. */
const afterInterim = (text: string): string => text.replace(/^(HTTP\/1\.1 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '')

function answerIn(told: string): Pick<Told, 'status' | 'code'> {
  const text = afterInterim(told)
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  const code = /\r\n\r\n\{"ok":false,"code":"([\w.-]+)"/.exec(text)?.[1]
  return { ...(status && { status: Number(status) }), ...(code && { code }) }
}

function isWhole(told: string, hasBody: boolean): boolean {
  const text = afterInterim(told)
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const head = text.slice(0, end)
  if (!hasBody || /^HTTP\/1\.1 (204|304)/.test(head)) return true
  if (/transfer-encoding: chunked/i.test(head)) return text.endsWith('0\r\n\r\n')
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
  // Without a length the answer ends with its connection.
  return text.length >= end + 4 + length
}
