import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { ConfigurationError, codeOf } from '../../../setting.ts'
import { bestEndpointAt } from '../endpoints.ts'
import type { Pki } from './pki.ts'

/** What the file of the gate's certificate holds, which somebody has brought by hand. */
interface Provisioned {
  first: X509Certificate
  /** Of those that signed it, where it tells them. */
  issuers: X509Certificate[]
  /** DER. */
  revocationLists: Buffer[]
}

/** What the gate shows is signed by nobody we trust, or is revoked; by the status that OPC UA has for it. */
export class GateUntrusted extends Error {
  readonly status: string
  constructor(status: string) {
    super(`the certificate of the gate is not to be trusted (${status})`)
    this.status = status
  }
}

/**
 * Trusts what the provisioned file says: the gate's own certificate and no other, or whichever the authority signed whose
 * certificate it is. Lists of what is revoked may stand in the same file; read at each link, so that a new one counts.
 * @returns the one certificate to speak to, DER, or undefined while the file is not there yet
 * @throws GateUntrusted, ConfigurationError when the file cannot be read or holds no certificate
 */
export async function trustGate(pki: Pki, file: string, endpointUrl: string): Promise<Buffer | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw noCertificate(codeOf(error))
  })
  if (bytes === undefined) return undefined
  const { first, issuers, revocationLists } = provisionedIn(bytes)
  const { store } = pki
  for (const { raw } of issuers) await store.addIssuer(raw)
  for (const list of revocationLists) await store.addRevocationList(list)
  await store.trustCertificate(first.raw)
  if (isAuthority(first)) return signedBy(first, pki, endpointUrl)
  // Of one that is pinned nothing is asked but that it is not revoked, where anything is known of that.
  if ((await store.isCertificateRevoked(first.raw)) === REVOKED) throw new GateUntrusted(REVOKED)
  return first.raw
}

const REVOKED = 'BadCertificateRevoked'
const UNTRUSTED = 'BadCertificateUntrusted'

/** The certificate of an application names that; of a device that signed its own it may say that it can sign. */
export const isAuthority = ({ ca, subjectAltName = '' }: X509Certificate): boolean =>
  ca && !subjectAltName.includes('URI:')

/** What the gate shows, where an authority we trust has signed it and not taken it back. */
async function signedBy(authority: X509Certificate, { store }: Pki, endpointUrl: string): Promise<Buffer> {
  const chain = (await bestEndpointAt(endpointUrl)).serverCertificate
  const shown = new X509Certificate(chain)
  // The store still trusts what the file named before.
  if (!shown.checkIssued(authority) || !shown.verify(authority.publicKey)) throw new GateUntrusted(UNTRUSTED)
  const status = await store.checkCertificate(chain)
  if (!status.isGood()) throw new GateUntrusted(status.name)
  return shown.raw
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g

function provisionedIn(bytes: Buffer): Provisioned {
  const text = bytes.toString('latin1')
  const blocks = [...text.matchAll(BLOCK)].map(([pem, label]) => ({ pem, label }))
  try {
    const certificates = blocks
      .filter(({ label }) => label === 'CERTIFICATE')
      .map(({ pem }) => new X509Certificate(pem))
    const [first = new X509Certificate(bytes), ...issuers] = certificates
    const lists = blocks.filter(({ label }) => label === 'X509 CRL').map(({ pem }) => derOf(pem))
    return { first, issuers, revocationLists: lists }
  } catch {
    throw noCertificate('PEM, DER?')
  }
}

const derOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')

const noCertificate = (why: string): ConfigurationError =>
  new ConfigurationError(
    `GATE_CERTIFICATE 不是可读的证书（${why}），请放入控制器的证书文件 / GATE_CERTIFICATE is no certificate that can be read: put the controller's certificate file there, PEM or DER`,
  )
