import { ratingText } from '../../text/rating/index.ts'
import './rating.css'
import type { Refused } from '@pingting/contract'
import { isBad, LEVELS, type Level, levelWords } from '@pingting/contract/words/levels'
import { tagsOf } from '@pingting/contract/words/tags'
import { type FormEvent, useRef, useState } from 'react'
import { nowMs } from '../../hub/store.ts'
import { usePick, useText } from '../../text/index.ts'
import { RefusedNotice } from '../RefusedNotice.tsx'
import { LevelFace } from './LevelFace.tsx'

export interface Rating {
  level: Level
  tagCodes: string[]
  text?: string
  /** Business ms the form stood open. */
  formOpenMs: number
}

interface Props {
  onSubmit(rating: Rating): void
  onSkip?: () => void
  busy: boolean
  refused: Refused | undefined
}

const TEXT_MAX = 500

/** Five levels, then the tags of the chosen one on the same screen. A bad rating needs a tag or a text. */
export function RatingForm({ onSubmit, onSkip, busy, refused }: Props) {
  const say = useText(ratingText)
  const pick = usePick()
  const openedMs = useRef(nowMs())
  const [level, setLevel] = useState<Level>()
  const [tagCodes, setTagCodes] = useState<string[]>([])
  const [text, setText] = useState('')
  const choose = (next: Level): void => {
    setLevel(next)
    setTagCodes([])
  }
  const turn = (code: string): void =>
    setTagCodes(codes => (codes.includes(code) ? codes.filter(c => c !== code) : [...codes, code]))
  const wantsReason = level !== undefined && isBad(level) && tagCodes.length === 0 && text.trim() === ''
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (level === undefined || wantsReason) return
    const formOpenMs = Math.max(0, Math.round(nowMs() - openedMs.current))
    onSubmit({ level, tagCodes, formOpenMs, ...(text.trim() !== '' && { text: text.trim() }) })
  }
  return (
    <form className="rating" onSubmit={submit} data-testid="rating-form">
      <fieldset>
        <legend>{say('howWas')}</legend>
        <div className="levels">
          {LEVELS.map(each => (
            <button
              key={each}
              type="button"
              className={`level level-${each}`}
              aria-pressed={level === each}
              onClick={() => choose(each)}
              data-testid={`level-${each}`}
            >
              <LevelFace level={each} />
              <span>{pick(levelWords[each])}</span>
            </button>
          ))}
        </div>
      </fieldset>
      {level !== undefined && (
        <>
          <fieldset>
            <legend>{isBad(level) ? say('whichWrong') : say('whichGood')}</legend>
            <div className="tags">
              {tagsOf(level).map(tag => (
                <button
                  key={tag.code}
                  type="button"
                  className="tag"
                  aria-pressed={tagCodes.includes(tag.code)}
                  onClick={() => turn(tag.code)}
                  data-testid={`tag-${tag.code}`}
                >
                  {pick(tag)}
                </button>
              ))}
            </div>
          </fieldset>
          <label className="field">
            <span>{say('inWords')}</span>
            <textarea
              value={text}
              rows={2}
              maxLength={TEXT_MAX}
              onChange={event => setText(event.target.value)}
              data-testid="rating-text"
            />
          </label>
        </>
      )}
      <RefusedNotice refused={refused} />
      <div className="rating-end">
        <div aria-live="polite" data-testid="rating-hint">
          {level !== undefined && isBad(level) && <p data-testid="words-help">{say('wordsHelp')}</p>}
          <p>
            {level === undefined ? say('chooseFirst') : wantsReason ? say('reasonNeeded') : say('anonymousToStaff')}
          </p>
        </div>
        {onSkip && (
          <button type="button" className="button" onClick={onSkip} data-testid="rating-skip">
            {say('skip')}
          </button>
        )}
        <button
          type="submit"
          className="button main"
          disabled={busy || level === undefined || wantsReason}
          data-testid="rating-submit"
        >
          {say('submit')}
        </button>
      </div>
    </form>
  )
}
