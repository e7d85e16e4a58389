import { type Texts, useOtherText, useText } from '../text/index.ts'

/** A sign that stands in two languages, as signs in a hall do: ours first, the other smaller. */
export function Both<T extends string>({ part, word }: { part: Texts<T>; word: T }) {
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
