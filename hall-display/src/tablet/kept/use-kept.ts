import type { Answer } from '@pingting/contract'
import { TAG_VERSION } from '@pingting/contract/words/tags'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { post } from '../../hub/command.ts'
import type { Pairing } from '../../hub/devices.ts'
import { refusedWith } from '../../hub/http.ts'
import { useHub } from '../../hub/store.ts'
import type { Rating } from '../../parts/rating/RatingForm.tsx'
import { openDelivery } from './delivery.ts'
import { openShelf, type Tally } from './shelf.ts'
import { signedRating } from './signed.ts'

export interface KeptRatings extends Tally {
  give(ticketId: string, rating: Rating): Promise<Answer | 'kept'>
  forgetRefused(): void
}

const RETRY_MS = 5_000
const NOTHING: Tally = { waiting: 0, ticketIds: [], refused: [] }

/** The ratings of this tablet: every one goes over the shelf, and from there to the hub as soon as it is there. */
export function useKept({ deviceId, hallId, credential }: Pairing): KeptRatings {
  const stream = `hall:${hallId}`
  const [tally, setTally] = useState(NOTHING)
  const { shelf, delivery, count } = useMemo(() => {
    const shelf = openShelf(deviceId)
    const count = (): void => void shelf.tally().then(setTally)
    const delivery = openDelivery({ shelf, post: command => post(stream, command, credential), changed: count })
    return { shelf, delivery, count }
  }, [deviceId, stream, credential])
  const live = useHub(state => state.link === 'live')
  useEffect(count, [count])
  useEffect(() => {
    if (live) void delivery.deliver()
  }, [live, delivery])
  // A hub that is there and has no time is asked again.
  useEffect(() => {
    if (tally.waiting === 0) return
    const timer = setInterval(() => void delivery.deliver(), RETRY_MS)
    return () => clearInterval(timer)
  }, [tally.waiting, delivery])
  const give = useCallback(
    async (ticketId: string, { level, tagCodes, text, formOpenMs }: Rating): Promise<Answer | 'kept'> => {
      const said = text === undefined ? {} : { text: text.normalize('NFC') }
      const given = {
        ticketId,
        level,
        tagVersion: TAG_VERSION,
        tagCodes,
        ...said,
        formOpenMs,
        channel: 'tablet',
      } as const
      const command = await signedRating(deviceId, stream, { type: 'evaluation.submit', ...given })
      if (command === undefined) return refusedWith('access.unknown')
      return delivery.give(command, useHub.getState().link === 'live')
    },
    [deviceId, stream, delivery],
  )
  const forgetRefused = useCallback(() => void shelf.forgetRefused().then(count), [shelf, count])
  return { ...tally, give, forgetRefused }
}
