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
  /** Everything takes so long to arrive, each way, in its order. */
  latency(delayMs: number): void
  /** Breaks every connection with a reset; new ones go through. */
  cut(): void
  /** Where new connections lead: a server that was started again has another port. */
  leadTo(port: number): void
  /** Tells all that new connections carry from the client to the server. @returns what ends it */
  overhear(tell: (bytes: Buffer) => void): () => void
  close(): Promise<void>
}

/** A cable between a client and a server on this machine, to be cut. A text is the path of a socket. */
export async function openTcpProxy(upstream: number | string): Promise<TcpProxy> {
  let target = upstream
  let delayMs = 0
  let now: Weather = 'clear'
  let eavesdropper: ((bytes: Buffer) => void) | undefined
  const sockets = new Set<Socket>()

  const keep = (socket: Socket): Socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    return socket
  }

  // Without a delay at once: a timer of nothing would let others overtake.
  const deliver = (to: Socket, bytes: Buffer): void => {
    if (delayMs === 0) to.write(bytes)
    else setTimeout(() => void (to.destroyed || to.write(bytes)), delayMs)
  }

  const server = createServer({ noDelay: true }, client => {
    keep(client)
    const upstream = keep(
      typeof target === 'string'
        ? connect({ path: target })
        : connect({ port: target, host: '127.0.0.1', noDelay: true }),
    )
    // A half message must not be completed later: once something was lost, nothing follows on that connection.
    let lostUp = false
    let lostDown = false
    const overheard = eavesdropper
    client.on('data', bytes => {
      if (overheard === eavesdropper) overheard?.(bytes)
      lostUp ||= now === 'dropUp' || now === 'blackHole'
      if (!lostUp) deliver(upstream, bytes)
    })
    upstream.on('data', bytes => {
      lostDown ||= now === 'dropDown' || now === 'blackHole'
      if (!lostDown) deliver(client, bytes)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const cut = (): void => {
    // Only TCP knows a reset; a socket with a path is closed.
    for (const socket of sockets) {
      if (socket.remoteFamily === undefined) socket.destroy()
      else socket.resetAndDestroy()
    }
  }
  return {
    port: (server.address() as AddressInfo).port,
    weather: next => {
      now = next
    },
    latency: next => {
      delayMs = next
    },
    cut,
    leadTo: port => {
      target = port
    },
    overhear: tell => {
      eavesdropper = tell
      return () => {
        eavesdropper = undefined
      }
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
