import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const pairText = { 'zh-CN': zh.pair, en: en.pair }
