export const zh = {
  rating: {
    howWas: '请您评价本次服务',
    whichGood: '哪些方面符合您的感受？（可多选，可不选）',
    whichWrong: '哪里需要改进？（请至少选一项，或写几个字）',
    inWords: '其他想说的话（可不填）',
    chooseFirst: '请先选择一个等级。',
    reasonNeeded: '请勾选一项原因或写几个字，便于改进。',
    wordsHelp: '您说的原因会帮助我们改进。好评、差评，停车减免都一样。',
    anonymousToStaff: '工作人员看不到您的选择。提交后不能修改。',
    skip: '暂不评价',
    submit: '提交评价',
  },
} as const
