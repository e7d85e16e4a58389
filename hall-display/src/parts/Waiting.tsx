import { useText } from '../text/index.ts'

export function Waiting() {
  const say = useText('common')
  return (
    <main className="centred" aria-busy="true">
      <p>{say('loading')}</p>
    </main>
  )
}
