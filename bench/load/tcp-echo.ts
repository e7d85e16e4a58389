import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A process of its own that says back what it hears, as the gate is a process of its own; tells its port. */
const server = createServer({ noDelay: true }, socket => socket.on('error', () => undefined).pipe(socket))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.send!((server.address() as AddressInfo).port)
process.once('disconnect', () => process.exit())
