import { createHash, createHmac, randomUUID, X509Certificate } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ExemptionOrder, grantMacText, orderText, revokeMacText } from '@pingting/contract/words/order'
import {
  AttributeIds,
  type CallMethodResult,
  type ClientSession,
  constructEventFilter,
  DataType,
  MessageSecurityMode,
  makeBrowsePath,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  TimestampsToReturn,
  UserTokenType,
  type Variant,
  VariantArrayType,
  type VariantOptions,
} from 'node-opcua'
import { TRANSPORT } from '../../../parking-bridge/src/lot/opcua/endpoints.ts'
import { MAC_KEY, PASSWORD, SITE_ID, USER } from './gate-process.ts'

const MODEL_URI = 'urn:gov-hall:parking-gate:v1'
const APPLICATION_URI = 'urn:gov-hall:test-bridge'
/** Generous: the machine may be busy with other suites. */
const CALL_TIMEOUT_MS = 10_000
/** node-opcua drops a link that was silent for so long, whether or not a call is under way. */
const SILENT_LINK_TIMEOUT_MS = 120_000
const WORD = 0x1_0000_0000

export const certificateIn = (folder: string): string => join(folder, 'own', 'certs', 'certificate.pem')

/** A client of its own PKI folder, with a certificate that the gate can be told to trust. */
export async function makeClientPki(folder: string): Promise<{ pki: OPCUACertificateManager; certificate: string }> {
  mkdirSync(folder, { recursive: true })
  const pki = new OPCUACertificateManager({ rootFolder: folder, automaticallyAcceptUnknownCertificate: false })
  await pki.initialize()
  const certificate = certificateIn(folder)
  await pki.createSelfSignedCertificate({
    applicationUri: APPLICATION_URI,
    subject: '/CN=test bridge',
    dns: ['localhost'],
    ip: ['127.0.0.1'],
    startDate: new Date(Date.now() - 60_000),
    validity: 30,
    outputFile: certificate,
  })
  return { pki, certificate }
}

export interface Connection {
  session: ClientSession
  close(): Promise<void>
}

interface Wishes {
  mode?: MessageSecurityMode
  policy?: SecurityPolicy
  password?: string
  anonymous?: boolean
  callTimeoutMs?: number
}

export async function connect(
  endpointUrl: string,
  serverCertificate: string,
  { pki, certificate }: { pki: OPCUACertificateManager; certificate: string },
  wishes: Wishes = {},
): Promise<Connection> {
  await pki.trustCertificate(new X509Certificate(await readFile(serverCertificate)).raw)
  const client = OPCUAClient.create({
    applicationUri: APPLICATION_URI,
    clientCertificateManager: pki,
    certificateFile: certificate,
    privateKeyFile: pki.privateKey,
    securityMode: wishes.mode ?? MessageSecurityMode.SignAndEncrypt,
    securityPolicy: wishes.policy ?? SecurityPolicy.Aes256_Sha256_RsaPss,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    defaultTransactionTimeout: wishes.callTimeoutMs ?? CALL_TIMEOUT_MS,
    transportTimeout: SILENT_LINK_TIMEOUT_MS,
    transportSettings: TRANSPORT,
  })
  try {
    await client.connect(endpointUrl)
    const identity = { type: UserTokenType.UserName as const, userName: USER, password: wishes.password ?? PASSWORD }
    const session = await (wishes.anonymous ? client.createSession() : client.createSession(identity))
    return { session, close: () => closeQuietly(client, session) }
  } catch (error) {
    await client.disconnect().catch(() => undefined)
    throw error
  }
}

async function closeQuietly(client: OPCUAClient, session: ClientSession): Promise<void> {
  await session.close().catch(() => undefined)
  await client.disconnect().catch(() => undefined)
}

/** By browse path and namespace URI, as a bridge has to: never by index. */
export async function nodeAt(session: ClientSession, ...names: string[]): Promise<string> {
  const uris = await session.readNamespaceArray()
  const model = uris.indexOf(MODEL_URI)
  const path = ['/1:Gate1', ...names.map(name => (name.startsWith('Lane_') ? `/1:${name}` : `/${model}:${name}`))].join(
    '',
  )
  const result = await session.translateBrowsePath(makeBrowsePath('ObjectsFolder', path))
  return result.targets![0]!.targetId.toString()
}

export async function call(
  session: ClientSession,
  method: string,
  inputArguments: VariantOptions[],
): Promise<CallMethodResult> {
  const objectId = await nodeAt(session, 'ExemptionStore')
  const methodId = await nodeAt(session, 'ExemptionStore', method)
  return session.call({ objectId, methodId, inputArguments })
}

const uint64 = (value: number): VariantOptions => ({
  dataType: DataType.UInt64,
  arrayType: VariantArrayType.Scalar,
  value: [Math.floor(value / WORD), value % WORD],
})
export const numberOf = ([high, low]: [number, number]): number => high * WORD + low

export const orderFor = (plate: string, changes: Partial<ExemptionOrder> = {}): ExemptionOrder => ({
  key: randomUUID(),
  siteId: SITE_ID,
  plate,
  plateColour: 1,
  kind: 'time',
  freeMinutes: 120,
  notBefore: new Date(Date.now() - 60_000).toISOString(),
  notAfter: new Date(Date.now() + 3_600_000).toISOString(),
  maxUses: 1,
  stackRule: 'max',
  ...changes,
})

interface Sending {
  epoch?: number
  deadline?: string
  macKey?: string
  hash?: Buffer
}

export async function grant(session: ClientSession, order: ExemptionOrder, sending: Sending = {}) {
  const epoch = sending.epoch ?? 1
  const deadline = sending.deadline ?? new Date(Date.now() + 60_000).toISOString()
  const hash = sending.hash ?? createHash('sha256').update(orderText(order)).digest()
  const mac = hmac(grantMacText(hash.toString('hex'), epoch, deadline), sending.macKey)
  const result = await call(session, 'GrantExemption', [
    text(order.key),
    text(order.plate),
    int32(order.plateColour),
    { dataType: DataType.UInt32, value: order.freeMinutes },
    int32(0),
    time(order.notBefore),
    time(order.notAfter),
    time(deadline),
    { dataType: DataType.UInt16, value: order.maxUses },
    int32(['replace', 'max', 'sum', 'reject'].indexOf(order.stackRule)),
    text(order.siteId),
    { dataType: DataType.ByteString, value: hash },
    uint64(epoch),
    { dataType: DataType.ByteString, value: mac },
  ])
  const [grantId, outcome, reasonCode, storedHash, acceptedAt, ledgerSeq] = (result.outputArguments ?? []).map(
    each => each.value,
  )
  return { statusCode: result.statusCode.name, hash, grantId, outcome, reasonCode, storedHash, acceptedAt, ledgerSeq }
}

export async function revoke(session: ClientSession, grantKey: string, sending: Sending = {}) {
  const [key, epoch] = [randomUUID(), sending.epoch ?? 1]
  const mac = hmac(revokeMacText(key, grantKey, epoch), sending.macKey)
  const result = await call(session, 'RevokeExemption', [
    text(key),
    text(grantKey),
    text('plate corrected'),
    uint64(epoch),
    { dataType: DataType.ByteString, value: mac },
  ])
  return { statusCode: result.statusCode.name, outcome: result.outputArguments?.[0]?.value as number | undefined }
}

export async function query(session: ClientSession, grantKey: string) {
  const result = await call(session, 'QueryExemption', [text(grantKey)])
  const [found, state, minutesUsed, amountWaived, exitTime, storedHash, ledgerSeq] = result.outputArguments!.map(
    each => each.value,
  )
  return {
    found,
    state,
    minutesUsed,
    waivedFen: numberOf(amountWaived),
    exitTime,
    storedHash,
    ledgerSeq: numberOf(ledgerSeq),
  }
}

export async function page(
  session: ClientSession,
  method: 'GetLedgerSince' | 'GetEventsSince',
  fromSeq: number,
  max = 1000,
) {
  const result = await call(session, method, [uint64(fromSeq), { dataType: DataType.UInt32, value: max }])
  const [records, nextSeq, oldest, controllerEpoch] = result.outputArguments!.map(each => each.value)
  const entries = (records as string[]).map(record => JSON.parse(record) as Record<string, unknown>)
  return {
    entries,
    nextSeq: numberOf(nextSeq),
    oldestAvailableSeq: numberOf(oldest),
    controllerEpoch: controllerEpoch as string,
  }
}

/** Subscribes to the events of an object, with the numbers and plates that the tests compare. */
export async function listen(session: ClientSession, nodeId: string) {
  const subscription = await session.createSubscription2({ requestedPublishingInterval: 50, publishingEnabled: true })
  const model = (await session.readNamespaceArray()).indexOf(MODEL_URI)
  const item = await subscription.monitor(
    {
      nodeId,
      attributeId: AttributeIds.EventNotifier,
    },
    {
      queueSize: 1_000,
      discardOldest: true,
      filter: constructEventFilter([`${model}:SequenceNumber`, `${model}:PlateNorm`, 'Message']),
    },
    TimestampsToReturn.Neither,
  )
  const events: { sequenceNumber: number; type: string; plate: string }[] = []
  item.on('changed', (values: Variant[]) => {
    const [sequenceNumber, plate, message] = values.map(each => each.value)
    events.push({ sequenceNumber: numberOf(sequenceNumber), type: message.text, plate })
  })
  return { events, stop: () => subscription.terminate() }
}

const hmac = (content: string, key = MAC_KEY): Buffer =>
  createHmac('sha256', Buffer.from(key, 'hex')).update(content).digest()
export const text = (value: string): VariantOptions => ({ dataType: DataType.String, value })
const int32 = (value: number): VariantOptions => ({ dataType: DataType.Int32, value })
const time = (at: string): VariantOptions => ({ dataType: DataType.DateTime, value: new Date(at) })
