import { useOtherText, useText } from '../text/index.ts'
import type { Texts } from '../text/zh-CN.ts'

/** A sign that stands in two languages, as signs in a hall do: ours first, the other smaller. */
export function Both<F extends keyof Texts>({ part, word }: { part: F; word: keyof Texts[F] }) {
  const say = useText(part)
  const other = useOtherText(part)
  return (
    <>
      {say(word)}{' '}
      <small className="other-language" lang={other.language}>
        {other.say(word)}
      </small>
    </>
  )
}
