import { commonText } from '../text/everywhere/index.ts'
import { useText } from '../text/index.ts'

export function Waiting() {
  const say = useText(commonText)
  return (
    <main className="centred" aria-busy="true">
      <p>{say('loading')}</p>
    </main>
  )
}
