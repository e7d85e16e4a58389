import '../base.css'
import { show } from '../parts/show.tsx'
import { wearFirst } from '../parts/theme/theme.ts'
import { Phone } from './Phone.tsx'
import { keepShell } from './worker/register.ts'

// Another slip scanned into an open page changes nothing but what stands behind the #.
addEventListener('hashchange', () => location.reload())

wearFirst('system')
show(<Phone />)
keepShell()
