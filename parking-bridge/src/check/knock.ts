import { connect } from 'node:net'
import { codeOf } from '../setting.ts'
import type { Knock } from './unreached.ts'

const KNOCK_TIMEOUT_MS = 5_000
/** Of an endpoint that names none (OPC 10000-6). */
const OPCUA_PORT = 4840

/**
 * Whether anything listens there, for which no OPC UA is needed: the library tells every reason in the same words.
 * Nothing is sent.
 */
export function knockAt(endpointUrl: string): Promise<Knock> {
  if (!URL.canParse(endpointUrl)) return Promise.resolve({ code: 'ERR_INVALID_URL' })
  const { hostname, port } = new URL(endpointUrl)
  return new Promise(resolve => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || OPCUA_PORT) })
    const end = (knock: Knock): void => {
      socket.destroy()
      resolve(knock)
    }
    const timer = setTimeout(() => end({ code: 'ETIMEDOUT' }), KNOCK_TIMEOUT_MS)
    socket.once('close', () => clearTimeout(timer))
    socket.once('connect', () => end('open'))
    socket.once('error', error => end({ code: codeOf(error) }))
  })
}
