import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const wallText = { 'zh-CN': zh.wall, en: en.wall }
