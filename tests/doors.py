"""The door matrix: who gets what at every address, in one table that one can read aloud.

One line is one door: the method, the name of the address, then the status for each of the cast as in the
heading, and at the end, where needed, *which* one: the name of a function in `tests/whereabouts.py`.
`in` means: sent to sign in first. Lines beginning with # are remarks. An address without a line fails.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.cast import NAMES

ACTORS = (*NAMES, "visitor")

DOORS = """
#    address                                 ada   bo    cy    di    eve   sam   visitor   which

# The house
GET  healthz                                 200   200   200   200   200   200   200
GET  readyz                                  503   503   503   503   503   503   503
GET  setup                                   404   404   404   404   404   404   404       nothing
POST setup                                   404   404   404   404   404   404   404       nothing
GET  upload                                  404   404   404   404   404   404   404       nothing

# Pages
GET  pages:front                             302   302   302   302   302   302   302
GET  pages:home                              200   200   200   200   200   200   200       the_bakers
GET  pages:home                              200   200   404   404   404   404   404       the_vault
GET  pages:home                              404   404   404   404   404   404   404       nothing
GET  pages:share                             200   200   403   200   403   403   403       the_bakers
GET  pages:share                             200   200   404   404   404   404   404       the_vault
GET  pages:room                              200   200   200   200   200   200   200       the_bakers
GET  pages:room                              200   200   404   404   404   404   404       the_kitchen
GET  pages:room                              200   200   404   404   404   404   404       the_vault

# People: everybody has settings of their own; a profile is open to whoever is signed in
GET  people:settings                         302   302   302   302   302   302   in
GET  people:profile                          200   200   200   200   200   200   in
POST people:profile                          422   422   422   422   422   422   in        nothing
GET  people:photo                            405   405   405   405   405   405   405
POST people:photo                            422   422   422   422   422   422   in
GET  people:account                          200   200   200   200   200   200   in
GET  people:sessions                         200   200   200   200   200   200   in
POST people:end_other_sessions               302   302   302   302   302   302   in
POST people:end_session                      404   404   404   404   404   404   in        nothing
GET  people:me                               302   302   302   302   302   302   in
GET  people:person                           200   200   200   200   200   200   404       ada
GET  people:person                           404   404   404   404   404   404   404       nothing

# The ways in: who is in already is led on
GET  account_signup                          302   302   302   302   302   302   200
POST account_signup                          302   302   302   302   302   302   200
GET  account_login                           302   302   302   302   302   302   200
POST account_login                           302   302   302   302   302   302   200
GET  account_logout                          200   200   200   200   200   200   302
POST account_logout                          302   302   302   302   302   302   302
GET  account_inactive                        200   200   200   200   200   200   200
GET  account_request_login_code              302   302   302   302   302   302   200
POST account_request_login_code              302   302   302   302   302   302   200
GET  account_confirm_login_code              302   302   302   302   302   302   302
POST account_confirm_login_code              302   302   302   302   302   302   302
GET  mfa_login_webauthn                      302   302   302   302   302   302   in
POST mfa_login_webauthn                      302   302   302   302   302   302   in
GET  mfa_authenticate                        302   302   302   302   302   302   in
POST mfa_authenticate                        302   302   302   302   302   302   in
GET  account_email_verification_sent         200   200   200   200   200   200   200
GET  account_confirm_email                   200   200   200   200   200   200   200       nothing
POST account_confirm_email                   404   404   404   404   404   404   404       nothing
GET  account_reset_password                  200   200   200   200   200   200   200
POST account_reset_password                  200   200   200   200   200   200   200
GET  account_reset_password_done             200   200   200   200   200   200   200
GET  account_reset_password_from_key_done    200   200   200   200   200   200   200
GET  account_reset_password_from_key         200   200   200   200   200   200   200       nothing
POST account_reset_password_from_key         200   200   200   200   200   200   200       nothing

# The keys to one's account. Nobody of the cast has a password or a second step
GET  account_reauthenticate                  403   403   403   403   403   403   in
POST account_reauthenticate                  403   403   403   403   403   403   in
GET  mfa_reauthenticate                      403   403   403   403   403   403   in
POST mfa_reauthenticate                      403   403   403   403   403   403   in
GET  mfa_reauthenticate_webauthn             403   403   403   403   403   403   in
POST mfa_reauthenticate_webauthn             403   403   403   403   403   403   in
GET  account_email                           200   200   200   200   200   200   in
POST account_email                           302   302   302   302   302   302   in
GET  account_change_password                 302   302   302   302   302   302   in
POST account_change_password                 302   302   302   302   302   302   in
GET  account_set_password                    200   200   200   200   200   200   in
POST account_set_password                    200   200   200   200   200   200   in
GET  mfa_activate_totp                       200   200   200   200   200   200   in
POST mfa_activate_totp                       200   200   200   200   200   200   in
GET  mfa_deactivate_totp                     404   404   404   404   404   404   in
POST mfa_deactivate_totp                     404   404   404   404   404   404   in
GET  mfa_view_recovery_codes                 404   404   404   404   404   404   in
GET  mfa_generate_recovery_codes             200   200   200   200   200   200   in
POST mfa_generate_recovery_codes             200   200   200   200   200   200   in
GET  mfa_download_recovery_codes             404   404   404   404   404   404   in
POST mfa_download_recovery_codes             404   404   404   404   404   404   in
GET  mfa_add_webauthn                        200   200   200   200   200   200   in
POST mfa_add_webauthn                        200   200   200   200   200   200   in
GET  mfa_edit_webauthn                       404   404   404   404   404   404   in        nothing
POST mfa_edit_webauthn                       404   404   404   404   404   404   in        nothing
GET  mfa_remove_webauthn                     404   404   404   404   404   404   in        nothing
POST mfa_remove_webauthn                     404   404   404   404   404   404   in        nothing
GET  mfa_list_webauthn                       302   302   302   302   302   302   302
POST mfa_list_webauthn                       302   302   302   302   302   302   302
GET  mfa_index                               302   302   302   302   302   302   302
POST mfa_index                               302   302   302   302   302   302   302
GET  usersessions_list                       302   302   302   302   302   302   302
POST usersessions_list                       302   302   302   302   302   302   302

# What all items share
GET  content:item                            301   301   301   301   301   301   301       adas_question
GET  content:item                            301   301   404   404   404   404   404       a_kitchen_question
GET  content:item                            301   301   404   404   404   404   404       a_secret_question
GET  content:item                            404   404   404   404   404   404   404       nothing
POST content:follow                          302   302   403   302   403   302   403       adas_question
POST content:follow                          302   302   404   404   404   404   404       a_secret_question
POST content:lock                            403   302   403   403   403   403   403       adas_question
POST content:lock                            403   302   404   404   404   404   404       a_secret_question
GET  content:move                            403   200   403   403   403   403   403       adas_question
POST content:move                            403   302   403   403   403   403   403       adas_question
GET  content:move                            403   200   404   404   404   404   404       a_secret_question
GET  content:item_tags                       200   200   403   403   403   403   403       adas_question
POST content:item_tags                       302   302   403   403   403   403   403       adas_question
GET  content:item_tags                       200   200   404   404   404   404   404       a_secret_question
GET  content:post                            302   302   302   302   302   302   302       bos_answer
GET  content:post                            302   302   404   404   404   404   404       a_kitchen_question
GET  content:post                            302   302   404   404   404   404   404       a_secret_question
POST content:useful                          403   302   403   302   403   403   403       adas_question
POST content:useful                          302   403   403   302   403   403   403       bos_answer
POST content:useful                          403   302   404   404   404   404   404       a_secret_question
GET  content:edit                            200   200   403   403   403   403   403       adas_conversation
POST content:edit                            302   302   403   403   403   403   403       adas_conversation
GET  content:edit                            403   200   403   403   403   403   403       bos_answer
GET  content:edit                            302   302   404   404   404   404   404       a_secret_question
POST content:edit                            302   302   404   404   404   404   404       a_secret_question
POST content:delete                          302   302   403   403   403   403   403       adas_question
POST content:delete                          403   302   403   403   403   403   403       bos_answer
POST content:delete                          302   302   404   404   404   404   404       a_secret_question
POST content:restore                         403   403   403   403   403   403   403       bos_answer
POST content:restore                         403   403   404   404   404   404   404       a_secret_question
GET  content:revisions                       200   200   200   200   200   200   200       adas_question
GET  content:revisions                       200   200   404   404   404   404   404       a_kitchen_question
GET  content:revisions                       200   200   404   404   404   404   404       a_secret_question
GET  content:revision                        404   404   404   404   404   404   404       nothing
GET  content:revision                        200   200   200   200   200   200   200       an_edited_answer
POST content:revision                        302   302   403   403   403   403   403       an_edited_answer
GET  content:revision                        200   200   404   404   404   404   404       a_secret_edited_answer
POST content:revision                        302   302   404   404   404   404   404       a_secret_edited_answer
GET  content:tags                            200   200   200   200   200   200   200       the_bakers
GET  content:tags                            200   200   404   404   404   404   404       the_vault
GET  content:tag                             200   200   200   200   200   200   200       the_bakers
GET  content:tag                             200   200   404   404   404   404   404       the_vault
GET  content:keep_tag                        403   200   403   403   403   403   403       the_bakers
POST content:keep_tag                        403   302   403   403   403   403   403       the_bakers
GET  content:keep_tag                        403   200   404   404   404   404   404       the_vault
GET  content:complete_people                 200   200   403   200   403   200   403       the_bakers
GET  content:complete_people                 200   200   404   404   404   404   404       the_vault
GET  content:complete_items                  200   200   403   200   403   200   403       the_bakers
GET  content:complete_items                  200   200   404   404   404   404   404       the_vault
POST content:preview                         200   200   200   200   200   200   403       adas_question

# Pictures and files
GET  content:file                            200   200   200   200   200   200   200       a_picture
GET  content:file                            200   200   404   404   404   404   404       a_secret_picture
GET  content:file                            200   404   404   404   404   404   404       adas_loose_file
GET  content:file                            404   404   404   404   404   404   404       nothing
GET  content:files                           200   200   200   200   200   200   in
POST content:forget_file                     302   404   404   404   404   404   in        adas_loose_file
POST content:forget_file                     422   404   404   404   404   404   in        a_secret_picture
POST content:forget_file                     404   404   404   404   404   404   in        nothing
GET  uploads:new                             200   200   403   200   403   403   in        the_bakers
POST uploads:new                             422   422   403   422   403   403   in        the_bakers
GET  uploads:new                             200   200   404   404   404   404   in        the_vault
POST uploads:new                             422   422   404   404   404   404   in        the_vault

GET  content:item_markdown                   200   200   200   200   200   200   200       adas_question
GET  content:item_markdown                   200   200   404   404   404   404   404       a_kitchen_question
GET  content:item_markdown                   200   200   404   404   404   404   404       a_secret_conversation
GET  content:post_markdown                   200   200   200   200   200   200   200       bos_answer
GET  content:post_markdown                   200   200   404   404   404   404   404       a_kitchen_question
GET  content:post_markdown                   200   200   404   404   404   404   404       a_secret_question

# Drafts: each their own
GET  drafts:index                            200   200   200   200   200   200   in
GET  drafts:unsent                           302   302   302   302   302   302   in
GET  drafts:one                              200   404   404   404   404   404   in        adas_draft
POST drafts:throw_away                       302   404   404   404   404   404   in        adas_draft
POST drafts:bring_back                       404   404   404   404   404   404   in        adas_draft
POST drafts:keep                             302   409   409   409   409   409   in        adas_writing
POST drafts:keep                             403   403   403   403   403   403   403       nothing

# Bookmarks: each their own
GET  bookmarks:index                         200   200   200   200   200   200   in
GET  bookmarks:item                          200   200   200   200   200   200   in        adas_question
POST bookmarks:item                          302   302   302   302   302   302   in        adas_question
GET  bookmarks:item                          200   200   404   404   404   404   in        a_secret_question
POST bookmarks:item                          302   302   404   404   404   404   in        a_secret_question
GET  bookmarks:post                          200   200   200   200   200   200   in        bos_answer
POST bookmarks:post                          302   302   302   302   302   302   in        bos_answer
GET  bookmarks:post                          200   200   404   404   404   404   in        a_secret_question
GET  bookmarks:change                        200   404   404   404   404   404   in        adas_bookmark
POST bookmarks:change                        302   404   404   404   404   404   in        adas_bookmark
POST bookmarks:remove                        302   404   404   404   404   404   in        adas_bookmark
POST bookmarks:come_back                     302   404   404   404   404   404   in        adas_bookmark

# Conversations
GET  conversations:index                     200   200   200   200   200   200   200       the_bakers
GET  conversations:index                     200   200   404   404   404   404   404       the_vault
GET  conversations:start                     200   200   403   200   403   403   403       the_bakers
POST conversations:start                     302   302   403   302   403   403   403       the_bakers
GET  conversations:start                     200   200   404   404   404   404   404       the_vault
GET  conversations:bare                      301   301   301   301   301   301   301       adas_conversation
GET  conversations:conversation              200   200   200   200   200   200   200       adas_conversation
GET  conversations:conversation              200   200   404   404   404   404   404       a_secret_conversation
GET  conversations:at                        200   200   200   200   200   200   200       adas_conversation
GET  conversations:at                        200   200   404   404   404   404   404       a_secret_conversation
GET  conversations:go                        302   302   302   302   302   302   302       adas_conversation
GET  conversations:go                        302   302   404   404   404   404   404       a_secret_conversation
POST conversations:reply                     302   302   403   302   403   403   403       adas_conversation
POST conversations:reply                     302   302   404   404   404   404   404       a_secret_conversation

# Reading where one left off
GET  reading:unread                          200   200   403   200   403   200   403       the_bakers
GET  reading:unread                          200   200   404   404   404   404   404       the_vault
POST reading:mark_all                        302   302   403   302   403   302   403       the_bakers
POST reading:mark_all                        302   302   404   404   404   404   404       the_vault
POST reading:undo                            302   302   403   302   403   302   403       the_bakers
POST reading:undo                            302   302   404   404   404   404   404       the_vault
GET  reading:jump                            302   302   302   302   302   302   302       adas_question
GET  reading:jump                            302   302   404   404   404   404   404       a_kitchen_question
GET  reading:jump                            302   302   404   404   404   404   404       a_secret_conversation
GET  reading:jump                            404   404   404   404   404   404   404       nothing
GET  reading:news                            200   200   200   200   200   200   200       adas_question
GET  reading:news                            204   200   404   404   404   404   404       a_secret_conversation
GET  reading:news                            404   404   404   404   404   404   404       nothing
POST reading:read                            204   204   204   204   204   204   403       adas_question
GET  reading:seen                            200   200   200   200   200   200   200

# Communities
GET  communities:index                       200   200   200   200   200   200   200
GET  communities:new                         302   302   302   302   302   302   in
POST communities:new                         405   405   405   405   405   405   405
GET  communities:open                        200   200   200   200   200   200   in        the_bakers
POST communities:open                        422   422   422   422   422   422   in        the_bakers
POST communities:discard                     302   302   302   302   302   302   in
GET  communities:invitation                  302   302   200   200   200   200   200       a_link_into_the_vault
POST communities:invitation                  302   302   302   302   302   302   in        a_link_into_the_vault
GET  communities:invitation                  410   410   410   410   410   410   410       nothing
GET  communities:charter                     200   200   200   200   200   200   200       the_bakers
GET  communities:charter                     200   200   404   404   404   404   404       the_vault
GET  communities:charter                     200   200   200   200   200   200   200       cys_request
GET  communities:charter_edit                403   200   403   403   403   403   403       the_bakers
GET  communities:charter_edit                403   200   404   404   404   404   404       the_vault
POST communities:charter_edit                403   422   403   403   403   403   403       the_bakers
POST communities:charter_edit                403   422   404   404   404   404   404       the_vault
GET  communities:charter_versions            200   200   200   200   200   200   200       the_bakers
GET  communities:charter_versions            200   200   404   404   404   404   404       the_vault
GET  communities:charter_version             200   200   200   200   200   200   200       the_bakers
GET  communities:charter_version             200   200   404   404   404   404   404       the_vault
GET  communities:join                        302   302   200   302   200   302   200       the_bakers
POST communities:join                        302   302   302   302   403   302   in        the_bakers
GET  communities:join                        302   302   404   404   404   404   404       the_vault
POST communities:join                        302   302   404   404   404   404   404       the_vault
POST communities:join                        302   302   302   302   302   302   in        cys_request
POST communities:withdraw                    302   302   302   302   302   302   302       cys_request
GET  communities:welcome                     200   200   403   200   403   200   403       the_bakers
GET  communities:welcome                     200   200   404   404   404   404   404       the_vault
GET  communities:leave                       200   200   403   200   403   200   403       the_bakers
POST communities:leave                       302   422   403   302   403   302   403       the_bakers
POST communities:leave                       302   422   404   404   404   404   404       the_vault
GET  communities:requests                    403   200   403   403   403   403   403       the_bakers
GET  communities:requests                    403   200   403   403   403   403   403       cys_request
GET  communities:requests                    403   200   404   404   404   404   404       the_vault
POST communities:accept                      403   302   403   403   403   403   403       cys_request
GET  communities:decline                     405   405   405   405   405   405   405       cys_request
POST communities:decline                     403   302   403   403   403   403   403       cys_request
GET  communities:invitations                 403   200   403   403   403   403   403       the_bakers
GET  communities:invitations                 403   200   404   404   404   404   404       the_vault
POST communities:send_letters                403   422   403   403   403   403   403       the_bakers
POST communities:send_letters                403   422   404   404   404   404   404       the_vault
POST communities:make_link                   403   422   403   403   403   403   403       the_bakers
POST communities:make_link                   403   422   404   404   404   404   404       the_vault
POST communities:revoke                      403   302   404   404   404   404   404       a_link_into_the_vault
GET  communities:people                      200   200   403   200   403   200   403       the_bakers
GET  communities:people                      200   200   404   404   404   404   404       the_vault
GET  communities:people                      403   200   403   403   403   403   403       cys_request
GET  communities:member                      403   200   403   403   403   403   403       di_among_the_bakers
GET  communities:member                      403   200   404   404   404   404   404       ada_in_the_vault
GET  communities:change_role                 405   405   405   405   405   405   405       di_among_the_bakers
POST communities:change_role                 403   302   403   403   403   403   403       di_among_the_bakers
POST communities:change_role                 403   302   404   404   404   404   404       ada_in_the_vault
GET  communities:suspend                     405   405   405   405   405   405   405       di_among_the_bakers
POST communities:suspend                     403   302   403   403   403   403   403       di_among_the_bakers
POST communities:suspend                     403   302   404   404   404   404   404       ada_in_the_vault
POST communities:reinstate                   403   302   403   403   403   403   403       di_among_the_bakers
POST communities:reinstate                   403   302   404   404   404   404   404       ada_in_the_vault
POST communities:remove                      403   302   403   403   403   403   403       di_among_the_bakers
POST communities:remove                      403   302   404   404   404   404   404       ada_in_the_vault
GET  communities:rooms                       403   200   403   403   403   403   403       the_bakers
GET  communities:rooms                       403   200   404   404   404   404   404       the_vault
POST communities:rooms                       403   422   403   403   403   403   403       the_bakers
POST communities:rooms                       403   422   404   404   404   404   404       the_vault
GET  communities:room                        403   200   403   403   403   403   403       the_bakers
GET  communities:room                        403   200   403   403   403   403   403       the_kitchen
GET  communities:room                        403   200   404   404   404   404   404       the_vault
GET  communities:room                        403   404   403   403   403   403   403       no_room
POST communities:room                        403   422   403   403   403   403   403       the_bakers
POST communities:room                        403   422   404   404   404   404   404       the_vault
POST communities:room                        403   302   403   403   403   403   403       the_kitchen
POST communities:room                        403   404   403   403   403   403   403       no_room
POST communities:let_in                      403   404   403   403   403   403   403       no_room
GET  pages:room                              404   404   404   404   404   404   404       no_room
POST communities:let_in                      403   422   403   403   403   403   403       the_kitchen
POST communities:let_out                     403   302   403   403   403   403   403       the_kitchen
GET  communities:settings                    403   200   403   403   403   403   403       the_bakers
GET  communities:settings                    403   200   404   404   404   404   404       the_vault
POST communities:settings                    403   422   403   403   403   403   403       the_bakers
POST communities:settings                    403   422   404   404   404   404   404       the_vault
GET  communities:launch                      403   200   403   403   403   403   403       the_bakers
GET  communities:launch                      403   200   404   404   404   404   404       the_vault
POST communities:launch                      403   422   403   403   403   403   403       the_bakers
POST communities:launch                      403   422   404   404   404   404   404       the_vault
POST communities:unmark                      403   302   403   403   403   403   403       the_bakers
POST communities:unmark                      403   302   404   404   404   404   404       the_vault

# Old addresses of what was imported
GET  exchange:old_question                   302   302   302   302   302   302   302       an_imported_question
GET  exchange:old_question                   302   302   404   404   404   404   404       a_secret_imported_question
GET  exchange:old_question                   404   404   404   404   404   404   404       nothing
GET  exchange:old_question_titled            302   302   302   302   302   302   302       an_imported_question
GET  exchange:old_question_titled            302   302   404   404   404   404   404       a_secret_imported_question
GET  exchange:old_answer                     302   302   302   302   302   302   302       an_imported_question
GET  exchange:old_answer                     302   302   404   404   404   404   404       a_secret_imported_question
GET  exchange:old_answer_shared              302   302   302   302   302   302   302       an_imported_question
GET  exchange:old_answer_shared              302   302   404   404   404   404   404       a_secret_imported_question
GET  exchange:old_tag                        302   302   302   302   302   302   302       an_imported_question
GET  exchange:old_tag                        302   302   404   404   404   404   404       a_secret_imported_question

# Questions
GET  questions:index                         200   200   200   200   200   200   200       the_bakers
GET  questions:index                         200   200   404   404   404   404   404       the_vault
GET  questions:ask                           200   200   403   200   403   403   in        the_bakers
POST questions:ask                           302   302   403   302   403   403   403       the_bakers
GET  questions:ask                           200   200   404   404   404   404   404       the_vault
POST questions:ask                           302   302   404   404   404   404   404       the_vault
GET  questions:question                      301   301   301   301   301   301   301       adas_question
GET  questions:question                      301   301   404   404   404   404   404       a_kitchen_question
GET  questions:question                      301   301   404   404   404   404   404       a_secret_question
GET  questions:titled                        200   200   200   200   200   200   200       adas_question
GET  questions:titled                        200   200   404   404   404   404   404       a_kitchen_question
GET  questions:titled                        200   200   404   404   404   404   404       a_secret_question
GET  questions:answer                        200   200   403   200   403   403   in        adas_question
POST questions:answer                        302   302   403   302   403   403   403       adas_question
GET  questions:answer                        200   200   404   404   404   404   404       a_kitchen_question
POST questions:answer                        302   302   404   404   404   404   404       a_kitchen_question
POST questions:answer                        302   302   404   404   404   404   404       a_secret_question
GET  questions:detail                        403   200   403   200   403   403   in        adas_question
POST questions:detail                        403   302   403   302   403   403   403       adas_question
POST questions:detail                        403   302   404   404   404   404   404       a_secret_question
GET  questions:log                           403   200   403   403   403   403   in        adas_question
POST questions:log                           403   302   403   403   403   403   403       adas_question
POST questions:log                           403   302   404   404   404   404   404       a_secret_question
GET  questions:edit                          200   200   403   403   403   403   in        adas_question
POST questions:edit                          302   302   403   403   403   403   403       adas_question
POST questions:edit                          302   302   404   404   404   404   404       a_secret_question
GET  questions:confirm                       200   200   403   403   403   403   in        adas_question
POST questions:confirm                       302   302   403   403   403   403   403       adas_question
POST questions:confirm                       302   302   404   404   404   404   404       a_secret_question
POST questions:withdraw                      302   302   403   403   403   403   403       adas_question
POST questions:withdraw                      302   302   404   404   404   404   404       a_secret_question
POST questions:have_too                      403   302   403   302   403   403   403       adas_question
POST questions:have_too                      403   302   404   404   404   404   404       a_secret_question
GET  questions:duplicate                     200   200   403   403   403   403   in        adas_question
POST questions:duplicate                     422   422   403   403   403   403   403       adas_question
POST questions:duplicate                     422   422   404   404   404   404   404       a_secret_question
POST questions:reopen                        302   302   403   403   403   403   403       adas_question
POST questions:reopen                        302   302   404   404   404   404   404       a_secret_question
GET  questions:reply                         200   200   403   200   403   403   in        bos_answer
POST questions:reply                         302   302   403   302   403   403   403       bos_answer
POST questions:reply                         302   302   404   404   404   404   404       a_secret_question

# Previews: none is found where none is
POST previews:hide                           302   302   403   403   403   403   403       adas_preview
POST previews:show_again                     302   302   403   403   403   403   403       adas_preview
POST previews:hide                           404   404   404   404   404   404   404       nothing
POST previews:show_again                     404   404   404   404   404   404   404       nothing
POST previews:hide                           302   302   404   404   404   404   404       a_secret_preview
POST previews:show_again                     302   302   404   404   404   404   404       a_secret_preview

# Polls: who reads the post reads how they stand
GET  polls:poll                              200   200   200   200   200   200   200       adas_poll
GET  polls:poll                              200   200   404   404   404   404   404       a_secret_poll
GET  polls:poll                              404   404   404   404   404   404   404       nothing
POST polls:vote                              302   302   403   302   403   403   403       adas_poll
POST polls:vote                              302   302   404   404   404   404   404       a_secret_poll
POST polls:withdraw                          302   302   403   302   403   403   403       adas_poll
POST polls:withdraw                          302   302   404   404   404   404   404       a_secret_poll
POST polls:end                               302   302   403   403   403   403   403       adas_poll
POST polls:end                               302   302   404   404   404   404   404       a_secret_poll
POST polls:open_again                        409   409   403   403   403   403   403       adas_poll
POST polls:open_again                        409   409   404   404   404   404   404       a_secret_poll

# Search: what one finds is asked by other tests
GET  search:search                           200   200   200   200   200   200   200
GET  search:suggest                          200   200   200   200   200   200   200
GET  search:similar                          200   200   200   200   200   200   200       the_bakers
GET  search:similar                          200   200   404   404   404   404   404       the_vault
GET  search:missed                           403   200   403   403   403   403   403       the_bakers
GET  search:missed                           403   200   404   404   404   404   404       the_vault
POST search:missed                           403   302   403   403   403   403   403       a_missed_search
POST search:missed                           403   404   404   404   404   404   404       the_vault
POST search:spared                           302   302   302   302   302   302   403       adas_question
POST search:spared                           302   302   404   404   404   404   404       a_secret_question
POST search:spared                           302   302   404   404   404   404   404       a_kitchen_question
"""

# Addresses that are not ours to test one by one, each with its reason.
WITHOUT_A_DOOR: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Door:
    """One line of the table."""

    method: str
    name: str
    expected: dict[str, str]
    which: str

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.name, self.which)))


class TableError(ValueError):
    """A line of the table can't be read."""


def read(table: str) -> list[Door]:
    """The doors of a table. Raises TableError with the line that can't be read."""
    doors = []
    for line in table.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        method, name, *rest = words
        statuses, which = rest[: len(ACTORS)], rest[len(ACTORS) :]
        sound = all(status == "in" or (status.isdigit() and len(status) == 3) for status in statuses)
        if method not in {"GET", "POST"} or len(statuses) != len(ACTORS) or not sound or len(which) > 1:
            raise TableError(f"Can't read {line.strip()!r}: METHOD address {' '.join(ACTORS)} [which]")
        doors.append(Door(method, name, dict(zip(ACTORS, statuses, strict=True)), "".join(which)))
    return doors
