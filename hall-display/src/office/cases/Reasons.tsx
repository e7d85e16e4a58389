import type { CaseReasons } from '@pingting/contract'
import { findTag } from '@pingting/contract/words/tags'
import { useState } from 'react'
import { ask, type Reply } from '../../hub/http.ts'
import { RefusedNotice } from '../../parts/RefusedNotice.tsx'
import { casesText } from '../../text/cases/index.ts'
import { usePick, useText } from '../../text/index.ts'

/** Asked for by who deals with it, each time anew, and never on a screen by itself. */
export function Reasons({ hallId, caseId }: { hallId: string; caseId: string }) {
  const say = useText(casesText)
  const [reply, setReply] = useState<Reply<CaseReasons>>()
  const look = async (): Promise<void> =>
    setReply(await ask<CaseReasons>(`/api/halls/${encodeURIComponent(hallId)}/cases/${caseId}`))
  return (
    <>
      <button
        type="button"
        className="button quiet"
        aria-expanded={reply !== undefined}
        onClick={() => (reply === undefined ? void look() : setReply(undefined))}
        data-testid="case-reasons-open"
      >
        {say(reply === undefined ? 'reasons' : 'hideReasons')}
      </button>
      {reply?.ok === true && <Told {...reply.value} />}
      <RefusedNotice refused={reply?.ok === false ? reply : undefined} />
    </>
  )
}

function Told({ tagCodes, text }: CaseReasons) {
  const say = useText(casesText)
  const pick = usePick()
  return (
    <div className="case-reasons" data-testid="case-reasons">
      {tagCodes.length > 0 && (
        <ul>
          {tagCodes.map(code => (
            <li key={code}>{nameOf(code, pick)}</li>
          ))}
        </ul>
      )}
      {text !== undefined && <blockquote>{text}</blockquote>}
      {tagCodes.length === 0 && text === undefined && <p>{say('noReasons')}</p>}
    </div>
  )
}

function nameOf(code: string, pick: (words: { zh: string; en: string }) => string): string {
  const tag = findTag(code)
  return tag === undefined ? code : pick(tag)
}
