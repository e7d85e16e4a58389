import { flawOfIdNumber } from '@pingting/contract/words/slips/id-number'
import { businessDayOf, instantOf } from '@pingting/contract/words/time'
import { useCallback, useEffect, useRef, useState } from 'react'
import { nowMs } from '../../hub/store.ts'
import { askReader } from './reader.ts'
import { afterKey, NOTHING } from './typed.ts'

/** The card of who stands before the kiosk. The number is held until the ticket is taken, and is shown nowhere. */
export interface Card {
  number?: string
  /** Something was read that is no number of a card. */
  isWrong: boolean
  forget(): void
}

const ASKED_EVERY_MS = 1_000

/** Listens to a reader that types, and asks the one at the address. @param on a card can be shown now */
export function useCard(on: boolean, readerUrl: string | undefined): Card {
  const [number, setNumber] = useState<string>()
  const [isWrong, setWrong] = useState(false)
  // Who does not want his card used may leave it on the reader.
  const [isDeclined, setDeclined] = useState(false)
  const read = useCallback((text: string): void => {
    const today = businessDayOf(instantOf(nowMs()))
    const isRight = flawOfIdNumber(text, today) === undefined
    setWrong(!isRight)
    setNumber(isRight ? text : undefined)
  }, [])
  useKeys(on, read)
  useReader(on && number === undefined && !isDeclined ? readerUrl : undefined, read)
  const forget = useCallback(() => {
    setNumber(undefined)
    setWrong(false)
    setDeclined(true)
  }, [])
  return { ...(number !== undefined && { number }), isWrong, forget }
}

/** The end of what it types is Enter, which would press the button that has the focus. */
function useKeys(on: boolean, read: (text: string) => void): void {
  const typed = useRef(NOTHING)
  useEffect(() => {
    if (!on) return
    const heard = (event: KeyboardEvent): void => {
      const after = afterKey(typed.current, event.key, event.timeStamp)
      typed.current = after.typed
      if (after.read === undefined) return
      event.preventDefault()
      event.stopPropagation()
      read(after.read)
    }
    addEventListener('keydown', heard, { capture: true })
    return () => {
      typed.current = NOTHING
      removeEventListener('keydown', heard, { capture: true })
    }
  }, [on, read])
}

function useReader(url: string | undefined, read: (text: string) => void): void {
  useEffect(() => {
    if (url === undefined) return
    let gone = false
    const asking = setInterval(() => {
      void askReader(url).then(text => {
        if (text !== undefined && !gone) read(text)
      })
    }, ASKED_EVERY_MS)
    return () => {
      gone = true
      clearInterval(asking)
    }
  }, [url, read])
}
