/** The rules of the protocol, each with a switch: off, the lab does the wrong thing for real, so that one can watch it break. */
import type { LabModel } from '../../workers/lab/model.ts';
import { Modal } from '../common/modal.tsx';
import { isAsInThePaper } from '../commands.ts';
import { LessonLink } from '../lesson/lesson-link.tsx';
import { lessonOfRule } from '../lesson/lesson-of.ts';
import { useAct, useLab, useModel } from '../store/lab-context.tsx';
import { setView, useView } from '../store/view-store.ts';

type Rule = ReturnType<LabModel['rules']>[number];

function RuleRow({ rule }: { readonly rule: Rule }) {
  const act = useAct();
  const on = useLab((state) => state.rules[rule.id] ?? rule.on);
  return (
    <li className="rule">
      <input
        type="checkbox"
        role="switch"
        className="switch"
        checked={on}
        aria-checked={on}
        aria-labelledby={`rule-${rule.id}`}
        data-testid={`rule-${rule.id}`}
        onChange={(event) => act('set-rule', { rule: rule.id, on: event.target.checked })}
      />
      <div>
        <b id={`rule-${rule.id}`}>{rule.title}</b>{' '}
        <span className="faint">{rule.section === 'lecture' ? 'lecture' : `§${rule.section}`}</span>{' '}
        {isAsInThePaper(rule.id, on) ? null : <span className="pill warn">{on ? 'on' : 'off'}</span>}
        <p className="dim">
          {rule.sentence} <LessonLink lesson={lessonOfRule(rule.id)} />
        </p>
      </div>
    </li>
  );
}

export function RulesDialog() {
  const open = useView((view) => view.dialog === 'rules');
  const model = useModel();
  const act = useAct();
  const rules = useLab((state) => state.rules);
  const changed = Object.entries(rules).filter(([rule, on]) => !isAsInThePaper(rule, on));
  const tools =
    changed.length > 0 ? (
      <button
        type="button"
        className="button"
        onClick={() => changed.forEach(([rule, on]) => act('set-rule', { rule, on: !on }))}
      >
        All as in the paper
      </button>
    ) : null;
  return (
    <Modal title="Rules" testId="rules-dialog" open={open} close={() => setView({ dialog: 'none' })} tools={tools}>
      <p className="dim">
        Switch one off and break it: what happens then is not acted, the rule is really not followed.
      </p>
      <ul className="dialog-body rules">
        {model.rules().map((rule) => (
          <RuleRow key={rule.id} rule={rule} />
        ))}
      </ul>
    </Modal>
  );
}
