import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Server } from 'socket.io'

interface Heard {
  method: string
  path: string
  body: unknown
  credential: string | undefined
}
interface Said {
  status?: number
  /** As it goes over the line; JSON where it is no text. */
  body: unknown
}

/** A hub that says what the test tells it to, over HTTP and sockets that are real. */
export interface SayingHub {
  url: string
  heard: Heard[]
  /** Answers in turn; the last one goes on. */
  say(path: string, ...answers: Said[]): void
  sockets: Server
  close(): Promise<void>
}

export async function openHub(): Promise<SayingHub> {
  const heard: Heard[] = []
  const answers = new Map<string, Said[]>()
  const http = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request
    const sent = await text(request)
    heard.push({ method, path, body: sent && JSON.parse(sent), credential: headers.authorization?.slice(7) })
    const left = answers.get(path) ?? [{ status: 404, body: 'nothing here' }]
    const { status = 200, body } = left.length > 1 ? left.shift()! : left[0]!
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  const sockets = new Server(http)
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    heard,
    say: (path, ...said) => void answers.set(path, said),
    sockets,
    async close() {
      http.closeAllConnections()
      await sockets.close()
    },
  }
}
