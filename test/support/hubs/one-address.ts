import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface OneAddress {
  url: string
  /** How many connections each hub was given. */
  given: number[]
  close(): Promise<void>
}

/**
 * One address before several hubs, as a balancer has it that knows nothing of them: each connection goes to the next
 * hub, or to the one after where nobody listens. Nothing sticks to anything.
 */
export async function openOneAddress(urls: readonly string[]): Promise<OneAddress> {
  const ports = urls.map(url => Number(new URL(url).port))
  const given = ports.map(() => 0)
  const sockets = new Set<Socket>()
  let turn = 0

  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  }
  const join = (client: Socket, tries: number): void => {
    const place = turn++ % ports.length
    const hub = keep(connect({ port: ports[place]!, host: '127.0.0.1', noDelay: true }))
    hub.once('error', () => (tries > 1 ? join(client, tries - 1) : client.destroy()))
    hub.once('connect', () => {
      given[place]! += 1
      client.pipe(hub).pipe(client)
      hub.on('close', () => client.destroy())
      client.on('close', () => hub.destroy())
    })
  }

  const server = createServer({ noDelay: true }, client => join(keep(client), ports.length))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
