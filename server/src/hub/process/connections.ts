import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`

/**
 * Follows the connections of a server, to end them in order. Node's own `closeIdleConnections` leaves those that have
 * never asked anything, as a browser opens them in advance.
 * @returns what closes idle connections at once, and each busy one after the answer it waits for.
 */
export function followConnections(server: Server): () => void {
  const open = new Map<string, Socket>()
  const busy = new Set<string>()
  let closing = false
  // Under TLS this is the wire below it, which has the same two ends.
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket)
    open.set(name, socket)
    socket.once('close', () => {
      open.delete(name)
      busy.delete(name)
    })
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const name = nameOf(request.socket)
    busy.add(name)
    response.once('close', () => {
      busy.delete(name)
      if (closing) request.socket.end()
    })
  })
  // What became a socket of another protocol is closed by its owner.
  server.on('upgrade', request => busy.add(nameOf(request.socket)))
  return () => {
    closing = true
    for (const [name, socket] of open) if (!busy.has(name)) socket.destroy()
  }
}
