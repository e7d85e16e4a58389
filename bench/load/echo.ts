import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Runs in a process of its own: `node:http` that reads each body as JSON and answers 201 with it. What is left of an
 * evaluation over HTTP when the evaluation is taken out of it.
 */
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const text = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    response.writeHead(201, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }).end(text)
  })
})
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
process.once('disconnect', () => process.exit(0))
