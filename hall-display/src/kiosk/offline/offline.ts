import type { PriorityClass } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { offlineToken } from '@pingting/contract/words/slips/offline'
import { instantOf } from '@pingting/contract/words/time'
import { useCallback, useEffect, useRef, useState } from 'react'
import { businessNow } from '../../hub/clock.ts'
import { post } from '../../hub/command.ts'
import { findKey, signWith } from '../../hub/device-keys.ts'
import type { Pairing } from '../../hub/devices.ts'
import { newId } from '../../hub/http.ts'
import { nowMs, useHub } from '../../hub/store.ts'
import { catchUp, type HandInPorts, signatureOf } from './hand-in.ts'
import { changeStock, readStock } from './shelf.ts'
import { drawn, type Issued, isClosedFor, type KeptClock, type Stock, ticketIdIn } from './stock.ts'

/** A ticket given out without a hub, with the way to its page. */
export interface OfflineTaken extends Issued {
  url: string
}

export interface Offline {
  /** No hub is heard: tickets come from the stock. */
  away: boolean
  stock?: Stock
  /** @returns nothing where no number is left, or this machine cannot sign; `closed` outside the hours of the hall. */
  take(serviceCode: string, priority: PriorityClass): Promise<OfflineTaken | 'closed' | undefined>
  /** Staff have looked after whoever holds the slips that the hub did not take. */
  clearRejected(): void
}

/** Numbers may run low and a day may end while nobody takes a ticket. */
const LOOK_AGAIN_MS = 60_000

/** What a kiosk does of tickets by itself: out of its stock while the hub is away, handed in and filled up when it is back. */
export function useOffline(pairing: Pairing, hall: HallHead | undefined): Offline {
  const { deviceId } = pairing
  const [stock, setStock] = useState<Stock>()
  const link = useHub(state => state.link)
  const latest = useRef(hall)
  latest.current = hall
  const change = useCallback<HandInPorts['change']>(
    async how => {
      const after = await changeStock(deviceId, how)
      setStock(after)
      return after
    },
    [deviceId],
  )
  useEffect(() => {
    void readStock(deviceId).then(setStock)
  }, [deviceId])
  const known = hall !== undefined
  useEffect(() => {
    if (link !== 'live' || !known) return
    let running = false
    const run = async (): Promise<void> => {
      const ports = await portsOf(pairing, change)
      if (running || ports === undefined || latest.current === undefined) return
      running = true
      await catchUp(ports, latest.current).finally(() => {
        running = false
      })
    }
    void run()
    const timer = setInterval(run, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [link, known, pairing, change])
  const take = useCallback<Offline['take']>(
    async (serviceCode, priority) => takeFrom(await portsOf(pairing, change), serviceCode, priority),
    [pairing, change],
  )
  const clearRejected = (): void => void change(before => before && { ...before, rejected: [] })
  return { away: link === 'lost', ...(stock && { stock }), take, clearRejected }
}

async function portsOf(pairing: Pairing, change: HandInPorts['change']): Promise<HandInPorts | undefined> {
  const { hallId, deviceId, credential } = pairing
  const key = await findKey(deviceId)
  if (key === undefined) return undefined
  return {
    ...{ hallId, deviceId, newId, change },
    post: command => post(`hall:${hallId}`, command, credential),
    sign: text => signWith(key, text),
    now: () => instantOf(nowMs()),
    clock: keptClock,
  }
}

async function takeFrom(
  ports: HandInPorts | undefined,
  serviceCode: string,
  priority: PriorityClass,
): Promise<OfflineTaken | 'closed' | undefined> {
  let issued: Issued | undefined
  let isClosed = false
  const stock = await ports?.change(before => {
    if (before === undefined) return undefined
    const wish = { serviceCode, priority, issuedAt: instantOf(nowIn(before)), commandId: newId() }
    isClosed = isClosedFor(before, wish.issuedAt)
    const taken = isClosed ? undefined : drawn(before, wish)
    issued = taken?.issued
    return taken?.stock ?? before
  })
  if (isClosed) return 'closed'
  if (ports === undefined || stock === undefined || issued === undefined) return undefined
  const token = offlineToken(stock.hallNumber, ticketIdIn(issued), await signatureOf(ports, issued))
  return { ...issued, url: `${stock.pageUrl}?via=qr#t=${token}` }
}

const keptClock = (): KeptClock => ({
  ...{ businessMs: nowMs(), wallMs: Date.now() },
  speed: useHub.getState().clock?.speed ?? 1,
})

/** A page that has not heard the hub yet goes by what it was told before it started. */
const nowIn = ({ clock }: Stock): number =>
  useHub.getState().clock === undefined ? businessNow(clock, Date.now()) : nowMs()
