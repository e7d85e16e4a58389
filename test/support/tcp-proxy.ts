import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * What the cable does. `dropUp`: what the client says is lost. `dropDown`: what the server says is lost. `blackHole`:
 * both, and new connections hear nothing either. The connections stay open: nobody is told.
 */
export type Weather = 'clear' | 'dropUp' | 'dropDown' | 'blackHole'

export interface TcpProxy {
  port: number
  weather(now: Weather): void
  /** Breaks every connection with a reset; new ones go through. */
  cut(): void
  /** Where new connections lead: a server that was started again has another port. */
  leadTo(port: number): void
  close(): Promise<void>
}

/** A cable between a client and a server on loopback, to be cut. */
export async function openTcpProxy(upstreamPort: number): Promise<TcpProxy> {
  let target = upstreamPort
  let now: Weather = 'clear'
  const sockets = new Set<Socket>()

  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }

  const server = createServer({ noDelay: true }, client => {
    keep(client)
    const upstream = keep(connect({ port: target, host: '127.0.0.1', noDelay: true }))
    // A half message must not be completed later: once something was lost, nothing follows on that connection.
    let lostUp = false
    let lostDown = false
    client.on('data', bytes => {
      lostUp ||= now === 'dropUp' || now === 'blackHole'
      if (!lostUp) upstream.write(bytes)
    })
    upstream.on('data', bytes => {
      lostDown ||= now === 'dropDown' || now === 'blackHole'
      if (!lostDown) client.write(bytes)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    weather: next => {
      now = next
    },
    cut,
    leadTo: port => {
      target = port
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
