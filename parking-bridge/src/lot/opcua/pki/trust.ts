import { createHash, X509Certificate } from 'node:crypto'
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
  const provisioned = provisionedIn(bytes)
  const { first, revocationLists } = provisioned
  await takeIn(provisioned, bytes, pki)
  // The store may hold a list that the file named before; what counts is what the file says now.
  const hasLists = revocationLists.length > 0
  if (isAuthority(first)) {
    if (!hasLists) throw new GateUntrusted(UNKNOWN)
    return signedBy(first, pki, endpointUrl)
  }
  // Of one that is pinned nothing is asked but that it is not revoked, where anything is to be known of that.
  const revoked = await pki.store.isCertificateRevoked(first.raw)
  if (revoked === REVOKED) throw new GateUntrusted(REVOKED)
  if (hasLists && revoked !== GOOD) throw new GateUntrusted(UNKNOWN)
  return first.raw
}

/** By store, of the file it was given last: it keeps each list it is given, also one it has, and links are tried for hours. */
const given = new WeakMap<Pki['store'], string>()

async function takeIn({ first, issuers, revocationLists }: Provisioned, bytes: Buffer, { store }: Pki): Promise<void> {
  const mark = createHash('sha256').update(bytes).digest('hex')
  if (given.get(store) === mark) return
  for (const { raw } of issuers) await store.addIssuer(raw)
  for (const list of revocationLists)
    if ((await store.addRevocationList(list)) !== GOOD) throw noCertificate(REVOCATION_LIST)
  await store.trustCertificate(first.raw)
  given.set(store, mark)
}

const REVOCATION_LIST = 'X509 CRL'
const GOOD = 'Good'
const UNKNOWN = 'BadCertificateRevocationUnknown'
const REVOKED = 'BadCertificateRevoked'
const UNTRUSTED = 'BadCertificateUntrusted'
const OF_NO_SERVER = 'BadCertificateUseNotAllowed'
/** Among the uses that a certificate names, where it names any (RFC 5280 §4.2.1.12). */
const SERVER = '1.3.6.1.5.5.7.3.1'

/** The certificate of an application names that; of a device that signed its own it may say that it can sign. */
export const isAuthority = ({ ca, subjectAltName = '' }: X509Certificate): boolean =>
  ca && !subjectAltName.includes('URI:')

/** What the gate shows, where an authority we trust has signed it and not taken it back. */
async function signedBy(authority: X509Certificate, { store }: Pki, endpointUrl: string): Promise<Buffer> {
  const chain = (await bestEndpointAt(endpointUrl)).serverCertificate
  const shown = new X509Certificate(chain)
  // The certificate of a client is of the same authority, and no gate.
  if (shown.keyUsage?.includes(SERVER) === false) throw new GateUntrusted(OF_NO_SERVER)
  // The store still trusts what the file named before.
  if (!shown.checkIssued(authority) || !shown.verify(authority.publicKey)) throw new GateUntrusted(UNTRUSTED)
  const status = await store.checkCertificate(chain)
  if (!status.isGood()) throw new GateUntrusted(status.name)
  return shown.raw
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g

function provisionedIn(bytes: Buffer): Provisioned {
  const text = bytes.toString('latin1')
  const blocks = [...text.matchAll(BLOCK)].map(([pem, label]) => ({ pem, label: label! }))
  // What would be passed over in silence may be the list of what is revoked.
  const strange = blocks.find(({ label }) => label !== 'CERTIFICATE' && label !== REVOCATION_LIST)
  if (strange !== undefined) throw noCertificate(strange.label)
  if (blocks.length !== text.split('-----BEGIN ').length - 1) throw noCertificate('PEM?')
  try {
    const certificates = blocks
      .filter(({ label }) => label === 'CERTIFICATE')
      .map(({ pem }) => new X509Certificate(pem))
    const [first = new X509Certificate(bytes), ...issuers] = certificates
    const lists = blocks.filter(({ label }) => label === REVOCATION_LIST).map(({ pem }) => derOf(pem))
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
