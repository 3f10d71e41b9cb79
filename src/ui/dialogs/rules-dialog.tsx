/** The rules of the protocol, each with a switch: off, the lab does the wrong thing for real, so that one can watch it break. */
import { Dialog } from '@base-ui/react/dialog';
import { Switch } from '@base-ui/react/switch';
import { X } from 'lucide-react';
import type { LabModel } from '../../workers/lab/model.ts';
import { useAct, useLab, useModel } from '../store/lab-context.tsx';
import { setView, useView } from '../store/view-store.ts';

type Rule = ReturnType<LabModel['rules']>[number];

function RuleRow({ rule }: { readonly rule: Rule }) {
  const act = useAct();
  const on = useLab((state) => state.rules[rule.id] ?? rule.on);
  return (
    <li className={on ? 'rule' : 'rule off'}>
      <Switch.Root
        className="switch"
        checked={on}
        aria-labelledby={`rule-${rule.id}`}
        data-testid={`rule-${rule.id}`}
        onCheckedChange={(checked) => act('set-rule', { rule: rule.id, on: checked })}
      >
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
      <div>
        <b id={`rule-${rule.id}`}>{rule.title}</b> <span className="faint">§{rule.section.replace(/^§/, '')}</span>{' '}
        {on ? null : <span className="pill warn">off</span>}
        <p className="dim">{rule.sentence}</p>
      </div>
    </li>
  );
}

export function RulesDialog() {
  const open = useView((view) => view.dialog === 'rules');
  const model = useModel();
  const act = useAct();
  const rules = useLab((state) => state.rules);
  const off = Object.entries(rules).filter(([, on]) => !on);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => setView({ dialog: next ? 'rules' : 'none' })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" data-testid="rules-dialog">
          <div className="dialog-head">
            <Dialog.Title className="dialog-title">Rules</Dialog.Title>
            {off.length > 0 ? (
              <button type="button" className="button" onClick={() => off.forEach(([rule]) => act('set-rule', { rule, on: true }))}>
                Switch all on
              </button>
            ) : null}
            <Dialog.Close className="button bare" aria-label="Close">
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <Dialog.Description className="dim">Switch one off and break it: what happens then is not acted, the rule is really not followed.</Dialog.Description>
          <div className="dialog-body">
            <ul className="rules">
              {model.rules().map((rule) => (
                <RuleRow key={rule.id} rule={rule} />
              ))}
            </ul>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
