import { KEEPS, METHODS } from './methods-site.ts'
import { openOpcuaSite } from './opcua-site.ts'
import { lotContract } from './suite/index.ts'

const open = () => openOpcuaSite('methods', { CAMERAS: 'autoid' })

lotContract('methods with cameras of AutoID', open, METHODS, { ...KEEPS, cameras: 'everything' })
