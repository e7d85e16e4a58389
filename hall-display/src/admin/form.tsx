import type { Refused } from '@pingting/contract'
import type { HallSetup } from '@pingting/contract/words/setup/setup'
import { type ReactNode, useState } from 'react'
import { type Sending, useCommand } from '../hub/command.ts'
import type { Wish } from '../hub/outbox.ts'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { adminText } from '../text/admin/index.ts'
import { usePick, useText } from '../text/index.ts'

/** What each part of the set-up is given. */
export interface PartProps {
  hallId: string
  setup: HallSetup
  isAdmin: boolean
  again(): void
}

interface Keeping extends Pick<Sending, 'busy' | 'refused'> {
  isSaved: boolean
  /** @returns whether the hub took it. */
  keep(wish: Wish): Promise<boolean>
  /** Something was changed since. */
  touched(): void
}

/** Sends one change at a time, and says so when it is kept. */
export function useKeeping(stream: string, again: () => void): Keeping {
  const { busy, refused, run, clear } = useCommand(stream)
  const [isSaved, setSaved] = useState(false)
  return {
    ...{ busy, isSaved },
    ...(refused && { refused }),
    async keep(wish) {
      const answer = await run(wish)
      setSaved(answer?.ok === true)
      if (answer?.ok) again()
      return answer?.ok === true
    },
    touched() {
      setSaved(false)
      clear()
    },
  }
}

/** A refusal that is about one field stands beside it: @returns what to say there. */
export function useBeside(refused: Refused | undefined): (...codes: string[]) => string | undefined {
  const pick = usePick()
  return (...codes) => (refused && codes.includes(refused.code) ? pick(refused) : undefined)
}

interface EndsProps {
  keeping: Keeping
  isRight: boolean
  /** Codes whose sentence stands beside a field already. */
  beside?: readonly string[]
  word?: string
  onCancel?: () => void
  children?: ReactNode
}

/** The end of a form: what it does, whether it was done, and why not. */
export function Ends({ keeping, isRight, beside = [], word, onCancel, children }: EndsProps) {
  const say = useText(adminText)
  const { busy, refused, isSaved } = keeping
  return (
    <div className="form-ends">
      <button type="submit" className="button main" disabled={busy || !isRight} data-testid="save">
        {word ?? say('save')}
      </button>
      {onCancel && (
        <button type="button" className="button quiet" onClick={onCancel} data-testid="cancel">
          {say('cancel')}
        </button>
      )}
      {children}
      <p role="status" data-testid="saved">
        {isSaved && say('saved')}
      </p>
      <RefusedNotice refused={refused && beside.includes(refused.code) ? undefined : refused} />
    </div>
  )
}
